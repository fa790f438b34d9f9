package org.obol.anonymize.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.obol.anonymize.AnonymizeException;

/**
 * A loaded model. Any number of threads may run it at once; each computes on itself alone, so that
 * as many cores work as there are callers.
 */
final class ModelSession implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";
  private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Path file;
  private final int labels;

  private ModelSession(OrtEnvironment environment, OrtSession session, Path file, int labels) {
    this.environment = environment;
    this.session = session;
    this.file = file;
    this.labels = labels;
  }

  /**
   * @param labels how many scores it must give for each token
   * @throws AnonymizeException when it cannot be loaded or is not such a model
   */
  static ModelSession open(Path file, int labels) {
    try {
      // Quiet, because what it logs may quote numbers of tokens; failures are thrown as well.
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "obol");
      environment.setTelemetry(false);
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        OrtSession session = environment.createSession(file.toString(), options);
        try {
          checkInputs(session, file);
          return new ModelSession(environment, session, file, labels);
        } catch (OrtException | RuntimeException e) {
          session.close();
          throw e;
        }
      }
    } catch (OrtException | LinkageError e) {
      throw new AnonymizeException("cannot load the model " + file + ": " + e.getMessage(), e);
    }
  }

  private static void checkInputs(OrtSession session, Path file) throws OrtException {
    if (!session.getInputNames().contains(IDS)) {
      throw new AnonymizeException("cannot use the model " + file + ": it has no input " + IDS);
    }
    for (NodeInfo input : session.getInputInfo().values()) {
      if (!INPUTS.contains(input.getName())
          || !(input.getInfo() instanceof TensorInfo tensor)
          || tensor.type != OnnxJavaType.INT64) {
        throw new AnonymizeException(
            "cannot use the model "
                + file
                + ": its input "
                + input.getName()
                + " is none of a text classifier, which are "
                + INPUTS.stream().sorted().toList()
                + " of type int64");
      }
    }
  }

  /**
   * The scores of rows of equally many tokens: for each row and token, one for each label.
   *
   * @throws AnonymizeException when the model fails, or gives something else
   */
  float[] scores(List<long[]> rows) {
    int length = rows.getFirst().length;
    long[] shape = {rows.size(), length};
    LongBuffer ids = LongBuffer.allocate(rows.size() * length);
    rows.forEach(ids::put);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      inputs.put(IDS, OnnxTensor.createTensor(environment, ids.flip(), shape));
      if (session.getInputNames().contains(MASK)) {
        LongBuffer ones = LongBuffer.allocate(rows.size() * length);
        while (ones.hasRemaining()) {
          ones.put(1);
        }
        inputs.put(MASK, OnnxTensor.createTensor(environment, ones.flip(), shape));
      }
      if (session.getInputNames().contains(TYPES)) {
        LongBuffer zeros = LongBuffer.allocate(rows.size() * length);
        inputs.put(TYPES, OnnxTensor.createTensor(environment, zeros, shape));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        return scores(result.get(0), shape);
      }
    } catch (OrtException e) {
      // Without the cause: its message may quote numbers of tokens.
      throw new AnonymizeException(
          "the model "
              + file
              + " failed on "
              + rows.size()
              + " text(s) of "
              + length
              + " tokens ("
              + e.getCode()
              + "); the run stops, because nothing else looks for names");
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private float[] scores(OnnxValue output, long[] shape) {
    if (output instanceof OnnxTensor tensor) {
      long[] found = tensor.getInfo().getShape();
      FloatBuffer scores = tensor.getFloatBuffer();
      if (scores != null
          && found.length == 3
          && found[0] == shape[0]
          && found[1] == shape[1]
          && found[2] == labels) {
        float[] copy = new float[scores.remaining()];
        scores.get(copy);
        return copy;
      }
    }
    throw new AnonymizeException(
        "cannot use the model "
            + file
            + ": for "
            + shape[0]
            + " text(s) of "
            + shape[1]
            + " tokens it gives "
            + output.getInfo()
            + ", not "
            + labels
            + " scores for each token, one for each label in id2label");
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the model " + file + " cannot be closed", e);
    }
  }
}
