package org.obol.finetune.verify;

/**
 * Looks into an adapter: header in bounds, shapes of the base, finite values, not all zero, not
 * what training began with.
 */
@FunctionalInterface
public interface AdapterCheck {

  /** Whether the weights are an adapter of the run's base. */
  Finding check(RunInputs run);
}
