/**
 * Verifying somebody else's run offline: {@link org.obol.finetune.verify.VerifyRun} checks a run's
 * folder in twelve steps and says which of them failed, and which could not be made. What needs the
 * trainer comes in through {@link org.obol.finetune.verify.TrainerChecks}.
 */
@NullMarked
package org.obol.finetune.verify;

import org.jspecify.annotations.NullMarked;
