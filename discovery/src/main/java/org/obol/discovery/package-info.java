/** Finding datasets without a hub, and telling what is proven from what is only claimed. */
@NullMarked
package org.obol.discovery;

import org.jspecify.annotations.NullMarked;
