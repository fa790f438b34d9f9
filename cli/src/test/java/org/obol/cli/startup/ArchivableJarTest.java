package org.obol.cli.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ArchivableJarTest {

  @TempDir private Path folder;

  @Test
  void every_class_of_an_old_library_still_verifies() throws Exception {
    Path jar = copy(CommandLine.class);
    new ArchivableJar(jar).rewrite();
    try (var loader =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        var file = new JarFile(jar.toFile())) {
      List<String> names =
          file.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.startsWith("picocli/CommandLine"))
              .map(name -> name.replace(".class", "").replace('/', '.'))
              .toList();
      assertThat(names).hasSizeGreaterThan(100);
      for (String name : names) {
        // Initializing links the class, and linking verifies it against its new stack maps.
        assertThat(Class.forName(name, true, loader).getClassLoader()).isSameAs(loader);
      }
    }
  }

  @Test
  void a_signed_library_is_one_no_more() throws Exception {
    Path jar = copy(KeccakDigest.class);
    new ArchivableJar(jar).rewrite();
    try (var file = new JarFile(jar.toFile())) {
      assertThat(file.stream().map(entry -> entry.getName()))
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA)"));
      assertThat(file.getManifest().getEntries()).isEmpty();
    }
  }

  @Test
  void a_library_that_needs_nothing_is_left_alone() throws Exception {
    Path jar = copy(org.assertj.core.api.Assertions.class);
    byte[] before = Files.readAllBytes(jar);
    new ArchivableJar(jar).rewrite();
    assertThat(Files.readAllBytes(jar)).isEqualTo(before);
  }

  private Path copy(Class<?> of) throws IOException, URISyntaxException {
    Path jar = Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Files.copy(jar, folder.resolve("library.jar"));
  }
}
