package org.obol.anonymize.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.obol.anonymize.AnonymizeException;

/**
 * What a model says of itself.
 *
 * @param labels the names of its outputs, in their order
 * @param length how many tokens it takes at once, those that mark begin and end included
 */
record ModelConfig(List<String> labels, int length) {
  private static final long LARGEST = 4 << 20;

  /** Models of this family do not use their first positions. */
  private static final Set<String> OFFSET_POSITIONS =
      Set.of(
          "roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "xmod", "roberta-prelayernorm");

  private static final int OFFSET = 2;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  ModelConfig {
    labels = List.copyOf(labels);
  }

  /** What the two files say that matters here. */
  private static final class Draft {
    final TreeMap<Integer, String> labels = new TreeMap<>();
    String family = "";
    long positions = Integer.MAX_VALUE;
    double tokenizerLength = Double.MAX_VALUE;
  }

  /**
   * @throws AnonymizeException when a file is not JSON or does not name the labels
   */
  static ModelConfig read(ModelFiles files) {
    Draft draft = new Draft();
    fields(files.config(), draft);
    files.tokenizerConfig().ifPresent(file -> fields(file, draft));
    if (draft.labels.isEmpty()) {
      throw bad(files.config(), "it has no id2label; is this a token classification model?");
    }
    List<String> names = new ArrayList<>(draft.labels.values());
    if (draft.labels.firstKey() != 0 || draft.labels.lastKey() != names.size() - 1) {
      throw bad(files.config(), "the numbers in id2label are not 0 to " + (names.size() - 1));
    }
    long offset = OFFSET_POSITIONS.contains(draft.family) ? OFFSET : 0;
    double length = Math.min(draft.positions - (double) offset, draft.tokenizerLength);
    if (length < OnnxSettings.LEAST_WINDOW) {
      throw bad(
          files.config(),
          "it takes "
              + (long) length
              + " tokens at once; less than "
              + OnnxSettings.LEAST_WINDOW
              + " is too little");
    }
    return new ModelConfig(names, (int) Math.min(length, Integer.MAX_VALUE));
  }

  private static void fields(Path file, Draft draft) {
    try {
      if (Files.size(file) > LARGEST) {
        throw bad(file, "it is larger than " + LARGEST + " bytes");
      }
      try (JsonParser json = JSON.createParser(Files.readAllBytes(file))) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
          throw bad(file, "it is not a JSON object");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          field(file, name, json, draft);
        }
        if (json.nextToken() != null) {
          throw bad(file, "something follows the JSON object");
        }
      }
    } catch (IOException e) {
      throw new AnonymizeException("cannot read " + file + ": it is not strict JSON", e);
    }
  }

  private static void field(Path file, String name, JsonParser json, Draft draft)
      throws IOException {
    JsonToken value = json.currentToken();
    switch (name) {
      case "id2label" -> {
        if (value != JsonToken.START_OBJECT) {
          throw bad(file, "id2label is not an object");
        }
        labels(file, json, draft);
      }
      case "max_position_embeddings" -> {
        if (value != JsonToken.VALUE_NUMBER_INT) {
          throw bad(file, "max_position_embeddings is not a whole number");
        }
        draft.positions = json.getLongValue();
      }
      case "model_max_length" -> {
        if (value.isNumeric()) {
          draft.tokenizerLength = json.getDoubleValue();
        }
      }
      case "model_type" -> {
        if (value == JsonToken.VALUE_STRING) {
          draft.family = json.getText();
        }
      }
      default -> json.skipChildren();
    }
  }

  private static void labels(Path file, JsonParser json, Draft draft) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String number = json.currentName();
      if (!number.matches("[0-9]{1,6}") || json.nextToken() != JsonToken.VALUE_STRING) {
        throw bad(file, "id2label does not lead from numbers to names");
      }
      draft.labels.put(Integer.parseInt(number), json.getText());
    }
  }

  private static AnonymizeException bad(Path file, String reason) {
    return new AnonymizeException("cannot use the model of " + file + ": " + reason);
  }
}
