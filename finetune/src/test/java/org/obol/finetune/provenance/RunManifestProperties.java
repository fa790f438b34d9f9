package org.obol.finetune.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.data.LineRoot;

/** What holds for any texts, seeds and files. */
class RunManifestProperties {

  @Property(tries = 200)
  void any_texts_and_numbers_are_read_as_they_were_written(
      @ForAll("texts") String text,
      @ForAll("maps") Map<String, String> map,
      @ForAll long seed,
      @ForAll("decimals") double loss) {
    RunFacts facts = ExampleRun.facts(RunMode.REAL);
    Training training = facts.training();
    List<HashedFile> outputs =
        List.of(
            HashedFile.of(ExampleRun.WEIGHTS, new byte[] {1}),
            HashedFile.of(RunFiles.EVAL, new byte[] {2}));
    var manifest =
        new RunManifest(
            facts.id(),
            facts.mode(),
            facts.times(),
            new DatasetClaim.Unbound(HashedFile.of(new FileName("unverified"), new byte[0])),
            facts.records(),
            facts.derived(),
            new BaseModel(text, text, facts.base().files(), text, text),
            new Training(
                new Training.Backend(text, text),
                map,
                training.config(),
                seed,
                training.template(),
                1,
                1,
                1,
                1,
                Optional.of(Sha256.hash(text)),
                Determinism.NONE),
            new Environment(text, text, text, text, map),
            new Outputs(facts.adapter(), outputs, facts.shape(), facts.logs()),
            new EvalResult(
                Optional.of(Decimal.of(loss)),
                Optional.empty(),
                RunFiles.EVAL,
                text,
                text,
                Map.of(text, Decimal.of(loss))),
            ExampleRun.KEYS.signer());
    RunDocument document = RunDocument.of(manifest);
    assertThat(document.manifest()).isEqualTo(manifest);
    assertThat(RunDocument.read(document.bytes()).bytes()).isEqualTo(document.bytes());
    RunSignature.sign(document, ExampleDataset.RUNNER).requireOf(document);
  }

  @Property(tries = 200)
  void the_root_over_lines_is_the_one_of_the_specification_for_any_bytes(
      @ForAll("lines") byte[] data) throws IOException {
    LineRoot found = LineRoot.of(new ByteArrayInputStream(data));
    List<byte[]> lines = split(data);
    assertThat(found.lines()).isEqualTo(lines.size());
    assertThat(found.root()).isEqualTo(Sha256.of(root(lines)));
  }

  @Example
  void the_root_over_lines_is_that_of_another_program() throws IOException {
    // python3 hashlib, RFC 6962 section 2.1 over [b"a", b"b", b""] and [b"one"]
    assertThat(
            LineRoot.of(new ByteArrayInputStream("a\nb\n\n".getBytes(StandardCharsets.UTF_8)))
                .root()
                .hex())
        .isEqualTo("d04f4e470325106135bfd578f4f10a30e0809d4be88526cc301eb7ba11ec4855");
    assertThat(
            LineRoot.of(new ByteArrayInputStream("one".getBytes(StandardCharsets.UTF_8)))
                .root()
                .hex())
        .isEqualTo("d0d7360ab79f58ab1e1e3fe64ad77e2ea0bc07e36b5f46ed2223edd9298df9e9");
  }

  /** RFC 6962 section 2.1 as it is written there. */
  private static byte[] root(List<byte[]> lines) {
    var sha256 = Sha256.digest();
    if (lines.isEmpty()) {
      return sha256.digest();
    }
    if (lines.size() == 1) {
      sha256.update((byte) 0);
      return sha256.digest(lines.getFirst());
    }
    int k = Integer.highestOneBit(lines.size() - 1);
    sha256.update((byte) 1);
    sha256.update(root(lines.subList(0, k)));
    return sha256.digest(root(lines.subList(k, lines.size())));
  }

  private static List<byte[]> split(byte[] data) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < data.length; i++) {
      if (data[i] == '\n') {
        lines.add(Arrays.copyOfRange(data, from, i));
        from = i + 1;
      }
    }
    if (from < data.length) {
      lines.add(Arrays.copyOfRange(data, from, data.length));
    }
    return lines;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(30).filter(Json::isPaired);
  }

  @Provide
  Arbitrary<Map<String, String>> maps() {
    return Arbitraries.maps(texts(), texts()).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Double> decimals() {
    return Arbitraries.doubles();
  }

  @Provide
  Arbitrary<byte[]> lines() {
    return Arbitraries.of((byte) '\n', (byte) 'a', (byte) '\r', (byte) 0)
        .array(byte[].class)
        .ofMaxSize(60);
  }
}
