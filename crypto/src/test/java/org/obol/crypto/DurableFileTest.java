package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableFileTest {

  @TempDir private Path folder;

  @Test
  void replacesTheContentAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("state.json");
    DurableFile.write(file, new byte[] {1, 2, 3}, DurableFile.OWNER_ONLY);
    DurableFile.write(file, new byte[] {4}, DurableFile.OWNER_ONLY);
    assertThat(file).hasBinaryContent(new byte[] {4});
    assertThat(names()).hasSize(1);
  }

  @Test
  void givesThePermissionsAskedFor() throws IOException {
    Path secret = folder.resolve("secret");
    Path open = folder.resolve("open");
    DurableFile.write(secret, new byte[0], DurableFile.OWNER_ONLY);
    DurableFile.write(open, new byte[0], DurableFile.READABLE);
    assertThat(rights(secret)).isEqualTo("rw-------");
    assertThat(rights(open)).isEqualTo("rw-r--r--");
  }

  @Test
  void makesMissingFoldersForTheOwnerAlone() throws IOException {
    Path file = folder.resolve("a/b/c");
    DurableFile.write(file, new byte[] {7}, DurableFile.OWNER_ONLY);
    assertThat(file).hasBinaryContent(new byte[] {7});
    assertThat(rights(folder.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(rights(folder.resolve("a"))).isEqualTo("rwx------");
  }

  @Test
  void createNeverReplaces() throws IOException {
    Path file = folder.resolve("once");
    DurableFile.create(file, new byte[] {1}, DurableFile.OWNER_ONLY);
    assertThatThrownBy(() -> DurableFile.create(file, new byte[] {2}, DurableFile.OWNER_ONLY))
        .isInstanceOf(ObolException.class)
        .hasMessage(file + " is already there and is not replaced");
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(names()).hasSize(1);
  }

  @Test
  void aFailureNamesTheFileAndLeavesNothingBehind() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.createFile(taken.resolve("inside"));
    assertThatThrownBy(() -> DurableFile.write(taken, new byte[1], DurableFile.OWNER_ONLY))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("cannot write " + taken);
    assertThat(names()).containsExactly("taken");
    assertThatThrownBy(() -> DurableFile.write(Path.of("/"), new byte[1], DurableFile.OWNER_ONLY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFolderThatIsAFileIsSaid() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () -> DurableFile.write(file.resolve("below"), new byte[1], DurableFile.OWNER_ONLY))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("below");
    assertThat(file).isEmptyFile();
  }

  @Test
  void replacesASymbolicLinkAndNotItsTarget() throws IOException {
    Path target = Files.write(folder.resolve("target"), new byte[] {1});
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    DurableFile.write(link, new byte[] {2}, DurableFile.OWNER_ONLY);
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(target).hasBinaryContent(new byte[] {1});
  }

  private String[] names() {
    return Objects.requireNonNull(folder.toFile().list());
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
