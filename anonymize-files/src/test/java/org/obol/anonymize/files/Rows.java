package org.obol.anonymize.files;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.obol.anonymize.Label;
import org.obol.anonymize.Operator;
import org.obol.anonymize.Policy;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.Fields;

/** Rows with values that a detector of the tests knows, and what lies in a folder. */
final class Rows {
  /** The label of {@code secret-} and digits. */
  static final Label SECRET = Label.of("TEST_SECRET");

  private static final Pattern VALUE = Pattern.compile("secret-[0-9]+");

  private Rows() {}

  static Policy policy() {
    return policy(false, Map.of());
  }

  static Policy policy(boolean dropBadLines, Map<Label, Operator> operators) {
    Detector detector =
        (texts, spans) -> {
          for (int i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            String ascii =
                new String(text.bytes, text.from, text.to - text.from, StandardCharsets.ISO_8859_1);
            Matcher found = VALUE.matcher(ascii);
            while (found.find()) {
              spans.get(i).add(SECRET, text.from + found.start(), text.from + found.end());
            }
          }
        };
    return new Policy("test", Set.of(), Fields.ALL, operators, List.of(detector), dropBadLines);
  }

  static String row(String text) {
    return "{\"text\":\"" + text + "\"}\n";
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] zstd(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var zstd = new ZstdOutputStreamNoFinalizer(out)) {
      // As the zstd program does; without it nothing tells that a byte of a string was changed.
      zstd.setChecksum(true);
      zstd.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The lines of a file, decompressed as its name says. */
  static String read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = file.toString();
    byte[] plain =
        name.endsWith(".gz")
            ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes()
            : name.endsWith(".zst")
                ? new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(bytes)).readAllBytes()
                : bytes;
    return new String(plain, StandardCharsets.UTF_8);
  }

  /** Everything in a folder, by its path in it. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder))
          .map(path -> folder.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
