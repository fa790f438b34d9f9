package org.obol.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.finetune.data.Samples;
import org.obol.trainer.base.BaseFolder;
import org.obol.trainer.text.ChatTemplate;
import org.obol.trainer.text.Encoder;
import org.obol.trainer.text.Example;
import org.obol.trainer.text.Sample;

/**
 * Writes the tokens that our trainer makes of records with the template chatml, for another one to
 * train on: {@code BASE RECORDS LENGTH FILE}, longer records being cut to LENGTH tokens.
 */
public final class EncodedRecords {

  private EncodedRecords() {}

  /** Writes the file. */
  public static void main(String[] args) throws IOException {
    try (BaseFolder base = BaseFolder.open(Path.of(args[0]));
        Stream<Sample> samples = Samples.read(Path.of(args[1]))) {
      var encoder =
          new Encoder(
              base.tokenizer(),
              base.specialTokens(),
              ChatTemplate.CHATML,
              Integer.parseInt(args[2]));
      List<Json.Obj> records = samples.map(encoder::encode).map(EncodedRecords::json).toList();
      Files.write(Path.of(args[3]), Json.of(List.copyOf(records)).utf8());
    }
  }

  private static Json.Obj json(Example example) {
    return Json.object()
        .put("ids", numbers(IntStream.of(example.ids())))
        .put("trained", numbers(example.trained().stream()))
        .build();
  }

  private static List<Json> numbers(IntStream values) {
    return values.mapToObj(value -> Json.of(value)).toList();
  }
}
