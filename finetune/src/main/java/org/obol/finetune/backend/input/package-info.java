/** What a tool is given to read: records in its form, and the base model with our template. */
@NullMarked
package org.obol.finetune.backend.input;

import org.jspecify.annotations.NullMarked;
