package org.obol.anonymize.onnx;

import java.util.Map;
import org.obol.anonymize.scan.ModelProvider;

/** How a program that does not know this module opens a model. */
public final class OnnxProvider implements ModelProvider {
  @Override
  public Model open(String model, Map<String, String> environment) {
    return OnnxDetector.open(ModelLocation.find(model, environment));
  }
}
