/** Skills for agents: what the folder {@code skills} of the repository holds, handed out. */
@NullMarked
package org.obol.cli.skills;

import org.jspecify.annotations.NullMarked;
