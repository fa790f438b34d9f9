/** What the launcher runs once after a build, so that the program starts fast ever after. */
@NullMarked
package org.obol.cli.startup;

import org.jspecify.annotations.NullMarked;
