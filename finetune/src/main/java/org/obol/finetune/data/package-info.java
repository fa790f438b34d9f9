/**
 * From a file of JSON Lines that somebody bought to records that any trainer takes: {@link
 * org.obol.finetune.data.DataCheck} reads the file once and says everything that is wrong with it,
 * {@link org.obol.finetune.data.DataReport.Usable} writes the records of training and those held
 * out, and {@link org.obol.finetune.data.Split} makes the same of the same file again for whoever
 * wants to verify it. docs/finetune-rules.md lists the rules.
 */
@NullMarked
package org.obol.finetune.data;

import org.jspecify.annotations.NullMarked;
