package org.obol.discovery.router;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.obol.crypto.ObolException;

/**
 * The members of a router: some that were named at the start, and those of a file, which is read
 * again before each sweep. A file that has become unreadable leaves its members as they were.
 */
public final class Members {

  /** Longest file that is read; 10,000 members have less. */
  private static final int MAX_BYTES = 4 << 20;

  private final List<Member> named;
  private final Optional<Path> file;
  private List<Member> current;
  private Optional<String> fault = Optional.empty();

  /**
   * Reads the file, if there is one: {@code name=url} one a line, {@code #} before a comment.
   *
   * @throws ObolException (usage) when it cannot be read, or two members have one name
   */
  public Members(List<Member> named, Optional<Path> file) {
    this.named = Member.distinct(named);
    this.file = file;
    this.current = read();
  }

  /** Members that never change. */
  public static Members of(Member... members) {
    return new Members(List.of(members), Optional.empty());
  }

  /** The members now. */
  public synchronized List<Member> now() {
    if (file.isPresent()) {
      try {
        current = read();
        fault = Optional.empty();
      } catch (ObolException e) {
        fault = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return current;
  }

  /** Why the file was not taken the last time; empty when it was. */
  public synchronized Optional<String> fault() {
    return fault;
  }

  private List<Member> read() {
    return file.map(
            path -> Member.distinct(Stream.concat(named.stream(), lines(path).stream()).toList()))
        .orElse(named);
  }

  private static List<Member> lines(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ObolException(
            ObolException.Exit.USAGE, file + " is longer than " + MAX_BYTES + " bytes: split it");
      }
      return Member.list(
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("#.*", ""))
              .collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.USAGE, "the file of members cannot be read: " + file, e);
    }
  }
}
