package org.obol.discovery.router;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;

/**
 * The merged catalog as files, so that an answer of 100 MB costs no memory, however many ask.
 *
 * @param envelope the shape that is served by default
 * @param array the bare list
 */
record Documents(Document envelope, Document array) {

  /** One shape, plain and packed. */
  record Document(Encoded plain, Encoded gzip) {}

  /**
   * The bytes of one answer.
   *
   * @param etag strong, with its quotes
   */
  record Encoded(Path file, long size, String etag) {

    void delete() {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final Json.Obj HEAD =
      Json.object()
          .put("schemaVersion", "1")
          .put("displayName", "Obol router")
          .put("tagline", "What many sellers offer")
          .put("logoUrl", "/obol-stack-logo.png")
          .build();

  /** The members of the envelope in front of the rows. */
  static Json.Obj head() {
    return HEAD;
  }

  /** Writes them to files of {@code folder} whose names begin with {@code prefix}. */
  static Documents write(Path folder, String prefix, List<Listing> listings, List<Group> groups)
      throws IOException {
    String head = HEAD.text();
    String open = head.substring(0, head.length() - 1) + ",\"services\":[";
    String close = "],\"x-groups\":" + Json.of(groups.stream().map(Group::toJson).toList()).text();
    return new Documents(
        document(folder.resolve(prefix + "-envelope"), open, listings, close + "}"),
        document(folder.resolve(prefix + "-array"), "[", listings, "]"));
  }

  /** Deletes the files; an answer that is under way still ends. */
  void delete() {
    for (Document document : List.of(envelope, array)) {
      document.plain().delete();
      document.gzip().delete();
    }
  }

  private static Document document(Path path, String open, List<Listing> rows, String close)
      throws IOException {
    Path plain = path.resolveSibling(path.getFileName() + ".json");
    Path packed = path.resolveSibling(path.getFileName() + ".json.gz");
    MessageDigest digest = Sha256.digest();
    try (OutputStream file =
            new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(plain)), digest);
        OutputStream gzip = new FastGzip(new BufferedOutputStream(Files.newOutputStream(packed)))) {
      List<OutputStream> both = List.of(file, gzip);
      put(both, open);
      String separator = "";
      for (Listing row : rows) {
        put(both, separator + row.toJson().text());
        separator = ",";
      }
      put(both, close);
    }
    String hash = Sha256.of(digest.digest()).hex();
    return new Document(
        new Encoded(plain, Files.size(plain), "\"" + hash + "\""),
        new Encoded(packed, Files.size(packed), "\"" + hash + "-gzip\""));
  }

  private static void put(List<OutputStream> outputs, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (OutputStream output : outputs) {
      output.write(bytes);
    }
  }

  /** Packs at the fastest level: the document changes with nearly every sweep. */
  private static final class FastGzip extends GZIPOutputStream {

    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
