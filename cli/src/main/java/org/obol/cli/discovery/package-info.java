/** Finding what others offer, and listing it. */
@NullMarked
package org.obol.cli.discovery;

import org.jspecify.annotations.NullMarked;
