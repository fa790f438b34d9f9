/** What a base model is: its config.json and its weights. */
@NullMarked
package org.obol.trainer.model;

import org.jspecify.annotations.NullMarked;
