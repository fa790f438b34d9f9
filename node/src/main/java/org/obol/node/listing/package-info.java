/** What a node tells strangers of its own accord: documents about what it offers. */
@NullMarked
package org.obol.node.listing;

import org.jspecify.annotations.NullMarked;
