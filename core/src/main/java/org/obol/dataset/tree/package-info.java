/** RFC 6962 hash trees over chunks and rows, computed together with the file hash in one pass. */
@NullMarked
package org.obol.dataset.tree;

import org.jspecify.annotations.NullMarked;
