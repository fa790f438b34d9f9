/**
 * The files an owner hands in: a bundle directory or bare .jsonl files, and the card that describes
 * them.
 */
@NullMarked
package org.obol.dataset.bundle;

import org.jspecify.annotations.NullMarked;
