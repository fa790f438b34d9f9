package org.obol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name must exist. */
class DocsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PROOF =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT|Properties|Fuzz))`");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

  @Test
  void every_proof_that_security_names_is_a_test() throws IOException {
    Set<String> missing = new TreeSet<>();
    Set<String> classes = sources();
    Matcher named = PROOF.matcher(Files.readString(ROOT.resolve("SECURITY.md")));
    int count = 0;
    while (named.find()) {
      count++;
      if (!classes.contains(named.group(1))) {
        missing.add(named.group(1));
      }
    }
    assertThat(count).isPositive();
    assertThat(missing).isEmpty();
  }

  @Test
  void every_link_leads_somewhere() throws IOException {
    Set<String> broken = new TreeSet<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (Files.notExists(document.resolveSibling(link.group(1)))) {
          broken.add(ROOT.relativize(document) + " → " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> documents() throws IOException {
    return files(".md").toList();
  }

  private static Set<String> sources() throws IOException {
    return files(".java")
        .filter(path -> path.toString().contains("src/test"))
        .map(path -> path.getFileName().toString().replace(".java", ""))
        .collect(Collectors.toSet());
  }

  private static Stream<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all
          .filter(path -> path.toString().endsWith(ending))
          .filter(path -> !path.toString().contains("/target/"))
          .toList()
          .stream();
    }
  }
}
