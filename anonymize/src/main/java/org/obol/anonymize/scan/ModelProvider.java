package org.obol.anonymize.scan;

import java.util.List;
import java.util.Map;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.Label;

/**
 * Opens models. Programs find the implementation by {@link java.util.ServiceLoader}, because what
 * runs a model is larger than all the rest and is there only for who asks for it.
 */
public interface ModelProvider {
  /** The variable that names a model where the command line does not. */
  String VARIABLE = "OBOL_ANONYMIZER_MODEL";

  /** A detector that holds memory outside of the heap. */
  interface Model extends Detector, AutoCloseable {
    /** What it finds. */
    List<Label> labels();

    /** Frees the model. Nobody may be looking any more. */
    @Override
    void close();
  }

  /**
   * Loads a model of this machine.
   *
   * @param model a directory, a file in one, or an id such as {@code org/name}
   * @param environment says where models lie that have ids
   * @throws AnonymizeException when it is not there or cannot be loaded
   */
  Model open(String model, Map<String, String> environment);
}
