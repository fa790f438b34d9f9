package org.obol.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.obol.crypto.CanonicalJson;
import org.obol.trainer.text.Sample;

/** What holds for every file. */
class DataProperties {

  private static final List<BrokenFile> FILES =
      BrokenFiles.all().stream().filter(file -> file.content().length < 10_000).toList();

  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("data-properties");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 300)
  void aFileWithBytesChangedIsReportedAndNothingIsThrown(
      @ForAll @IntRange(min = 0, max = 1000) int which,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 1_000_000) Integer> places,
      @ForAll byte value) {
    BrokenFile chosen = FILES.get(which % FILES.size());
    byte[] content =
        (new String(chosen.content(), StandardCharsets.ISO_8859_1) + BrokenFiles.CHAT)
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int place : places) {
      content[place % content.length] = value;
    }
    DataReport report = DataCheck.run(write(content), chosen.options());
    assertThat(CanonicalJson.bytes(report.toJson())).isNotEmpty();
    assertThat(report.text()).endsWith("\n");
    assertThat(report.summary().source().bytes()).isEqualTo(content.length);
  }

  @Property(tries = 100)
  void noPromptIsOnBothSidesAndBothHaveRecords(
      @ForAll @Size(min = 2, max = 60) List<@IntRange(min = 0, max = 20) Integer> prompts,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 99) int percent) {
    var wanted = new HeldOut.Share(BigDecimal.valueOf(percent, 2));
    if (new HashSet<>(prompts).size() > 1) {
      PreparedData data = prepare(file(prompts), DataOptions.defaults().split(wanted, seed));
      Set<String> train = prompts(data.train());
      Set<String> valid = prompts(data.valid().orElseThrow());
      assertThat(train).isNotEmpty().doesNotContainAnyElementsOf(valid);
      assertThat(valid).isNotEmpty();
      assertThat(data.split().train().records() + data.split().heldOut().count())
          .isEqualTo(prompts.size());
    }
  }

  /** But for the lowest and the highest group, which keep both sides from being empty. */
  @Property
  void withAShareOtherRecordsDoNotChangeWhoIsHeldOut(
      @ForAll @Size(min = 2, max = 30) List<@IntRange(min = 0, max = 40) Integer> prompts,
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 40) Integer> later,
      @ForAll long seed) {
    // Far apart, these two are always there, so that nobody else is lowest or highest.
    long half = 1L << 63;
    Set<Integer> before = heldOut(prompts, seed);
    Set<Integer> after = heldOut(Stream.concat(prompts.stream(), later.stream()).toList(), seed);
    for (int prompt : prompts) {
      long order = order(prompt, seed);
      assertThat(after.contains(prompt)).isEqualTo(Long.compareUnsigned(order, half) <= 0);
      assertThat(before.contains(prompt)).isEqualTo(after.contains(prompt));
    }
  }

  private static Set<Integer> heldOut(List<Integer> prompts, long seed) {
    var limit = new SplitLimit(new HeldOut.Share(new BigDecimal("0.5")));
    limit.add(0);
    limit.add(-1);
    prompts.forEach(prompt -> limit.add(order(prompt, seed)));
    Set<Integer> held = new TreeSet<>();
    for (int prompt : prompts) {
      if (SplitLimit.holdsOut(limit.limit(), order(prompt, seed))) {
        held.add(prompt);
      }
    }
    return held;
  }

  private static long order(int prompt, long seed) {
    return PromptGroup.of(new Sample.Completion("p" + prompt, "c")).order(seed);
  }

  @Property
  void aCountIsReachedByWholeGroupsAndTheOrderOfLinesDoesNotMatter(
      @ForAll @Size(min = 2, max = 60) List<@IntRange(min = 0, max = 20) Integer> prompts,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 60) int count) {
    var limit = new SplitLimit(new HeldOut.Records(count));
    var reversed = new SplitLimit(new HeldOut.Records(count));
    prompts.forEach(prompt -> limit.add(order(prompt, seed)));
    prompts.reversed().forEach(prompt -> reversed.add(order(prompt, seed)));
    if (limit.divides()) {
      long held =
          prompts.stream()
              .filter(prompt -> SplitLimit.holdsOut(limit.limit(), order(prompt, seed)))
              .count();
      assertThat(reversed.limit()).isEqualTo(limit.limit());
      assertThat(limit.heldOut()).isEqualTo(held);
      assertThat(held).isBetween(1L, prompts.size() - 1L);
      long most =
          prompts.stream()
              .mapToLong(p -> prompts.stream().filter(p::equals).count())
              .max()
              .orElse(0);
      assertThat(held).isLessThan(count + most);
    }
  }

  @Property
  void lineNumbersAreReadBack(@ForAll Set<@IntRange(min = 1, max = 200) Integer> numbers) {
    var builder = new LineRanges.Builder();
    new TreeSet<>(numbers).forEach(builder::add);
    LineRanges ranges = builder.build();
    assertThat(LineRanges.parse(ranges.text())).isEqualTo(ranges);
    assertThat(ranges.count()).isEqualTo(numbers.size());
    for (int line = 0; line <= 201; line++) {
      assertThat(ranges.contains(line)).isEqualTo(numbers.contains(line));
    }
  }

  private static PreparedData prepare(Path file, DataOptions options) {
    return ((DataReport.Usable) DataCheck.run(file, options)).prepare(folder.resolve("out"));
  }

  private static Path file(List<Integer> prompts) {
    var out = new StringBuilder();
    for (int i = 0; i < prompts.size(); i++) {
      out.append("{\"prompt\":\"p%d\",\"completion\":\"c%d\"}\n".formatted(prompts.get(i), i));
    }
    return write(out.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Set<String> prompts(Path file) {
    try (Stream<Sample> samples = Samples.read(file)) {
      return new TreeSet<>(samples.map(sample -> ((Sample.Completion) sample).prompt()).toList());
    }
  }

  private static Path write(byte[] content) {
    try {
      return Files.write(folder.resolve("data.jsonl"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
