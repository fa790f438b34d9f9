/**
 * The signed, hash-chained version log: entries, digest, append and verification (protocol section
 * 1).
 */
@NullMarked
package org.obol.dataset.versionlog;

import org.jspecify.annotations.NullMarked;
