package org.obol.finetune.verify;

import java.nio.file.Path;
import org.obol.finetune.provenance.DerivedData;

/** Deals the records of a dataset again. */
@FunctionalInterface
public interface SplitCheck {

  /** Whether {@code dataset}, whose digest is known to be right, gives these splits. */
  Finding check(Path dataset, DerivedData derived);
}
