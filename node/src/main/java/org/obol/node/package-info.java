/**
 * A node: serves the datasets of one owner to members, over a public listener, and takes the
 * owner's decisions over a second one on loopback. {@link org.obol.node.Node} is the whole of it.
 */
@NullMarked
package org.obol.node;

import org.jspecify.annotations.NullMarked;
