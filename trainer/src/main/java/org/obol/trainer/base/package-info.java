/** The folder of a base model: what is read from it, and how a small one is made. */
@NullMarked
package org.obol.trainer.base;

import org.jspecify.annotations.NullMarked;
