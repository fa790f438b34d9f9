/** What a buyer remembers about owners and logs, so that nobody can take back what was seen. */
@NullMarked
package org.obol.client.pins;

import org.jspecify.annotations.NullMarked;
