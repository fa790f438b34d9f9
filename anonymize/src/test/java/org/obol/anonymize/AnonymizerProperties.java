package org.obol.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.obol.anonymize.RecordMaker.Made;

class AnonymizerProperties {
  private static final int TRIES = Boolean.getBoolean("obol.long") ? 20_000 : 300;

  @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
  void findsValuesHoweverTheyAreWrittenAndChangesNothingElse(@ForAll long seed) {
    for (int i = 0; i < TRIES; i++) {
      Made made = new RecordMaker(seed + i).lines(3);
      Runs.Result result = Runs.run(Policy.full(), Numbering.once(), 1, Runs.bytes(made.input()));
      assertThat(JsonLines.tokens(result.bytes()))
          .as("seed %d", seed + i)
          .isEqualTo(JsonLines.tokens(Runs.bytes(made.expected())));
    }
  }

  @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
  void threadsAndVectorsDoNotChangeTheResult(@ForAll long seed) throws IOException {
    byte[] input = Runs.bytes(new RecordMaker(seed).lines(60_000).input());
    byte[] one = Runs.run(Policy.full(), Numbering.once(), 1, input).bytes();
    assertThat(input.length).isGreaterThan(2 << 20);
    assertThat(Runs.run(Policy.full(), Numbering.once(), 4, input).bytes()).isEqualTo(one);
    assertThat(Runs.run(Policy.full(), Numbering.once(), 1, one).bytes()).isEqualTo(one);
  }

  @Property(tries = 100)
  void blocksOfAnySizeHoldTheSameLines(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] input =
        Runs.bytes(
            "x".repeat(random.nextInt(50))
                + ("\n" + "y".repeat(random.nextInt(30))).repeat(random.nextInt(40)));
    Blocks blocks = new Blocks(Runs.slowly(input, 1 + random.nextInt(9)), 1 + random.nextInt(64));
    StringBuilder read = new StringBuilder();
    byte[] buffer = {};
    for (Blocks.Block block = blocks.next(buffer);
        block.length() > 0;
        block = blocks.next(buffer)) {
      buffer = block.bytes();
      String text = new String(buffer, 0, block.length(), java.nio.charset.StandardCharsets.UTF_8);
      read.append(text);
      assertThat(text.endsWith("\n") || read.length() == input.length).isTrue();
    }
    assertThat(Runs.bytes(read.toString())).isEqualTo(input);
  }

  @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
  void acceptsWhatAnotherParserAccepts(@ForAll long seed) {
    for (int i = 0; i < 20 * TRIES; i++) {
      byte[] input = damaged(seed + i);
      Optional<List<JsonLines.Token>> before = JsonLines.tokens(input);
      boolean accepted = true;
      try {
        Runs.run(Policy.full(), Numbering.once(), 1, input);
      } catch (AnonymizeException e) {
        accepted = false;
      }
      assertThat(accepted)
          .as(
              "seed %d: %s",
              seed + i, new String(input, java.nio.charset.StandardCharsets.ISO_8859_1))
          .isEqualTo(before.isPresent());
    }
  }

  private static byte[] damaged(long seed) {
    Random random = new Random(seed);
    byte[] input = Runs.bytes(new RecordMaker(seed).lines(1).input());
    String hostile = "\"\\{}[],:u0ndDtrue-1.eE \n\t\r\u0000\u001f";
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      int at = random.nextInt(input.length);
      input[at] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : (byte) hostile.charAt(random.nextInt(hostile.length()));
    }
    return input;
  }
}
