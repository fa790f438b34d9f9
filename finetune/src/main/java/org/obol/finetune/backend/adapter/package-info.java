/**
 * Adapters: from the forms of the tools to that of PEFT, and whether they can be what they claim.
 */
@NullMarked
package org.obol.finetune.backend.adapter;

import org.jspecify.annotations.NullMarked;
