/**
 * What a version consists of, in the canonical bytes that manifestHash commits to (protocol section
 * 2).
 */
@NullMarked
package org.obol.dataset.manifest;

import org.jspecify.annotations.NullMarked;
