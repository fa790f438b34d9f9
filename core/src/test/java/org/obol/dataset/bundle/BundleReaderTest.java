package org.obol.dataset.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Sha256;

/** What an owner hands in is taken as it is, or refused with the file and the rule. */
class BundleReaderTest {

  private static final String HASH = "ab".repeat(32);

  @Test
  void aBundleIsReadWithWhatItDeclares(@TempDir Path folder) throws IOException {
    write(folder, "extra/notes.txt", "n");
    write(folder, "train.jsonl", "{}\n");
    manifest(
        folder,
        "{\"hash\":\"%s\",\"files\":[\"extra/notes.txt\",{\"name\":\"train.jsonl\",\"sha256\":\"%s\",\"size\":3}]}"
            .formatted(HASH.toUpperCase(Locale.ROOT), HASH));
    Bundle bundle = BundleReader.read(List.of(folder));
    assertThat(bundle.declaredHash()).contains(new Sha256(HASH));
    assertThat(bundle.files())
        .extracting(i -> i.name().text())
        .containsExactly("train.jsonl", "extra/notes.txt");
    assertThat(bundle.files().getFirst().declaredSha256()).contains(new Sha256(HASH));
    assertThat(bundle.files().getFirst().declaredSize()).contains(3L);
    assertThat(bundle.files().getLast().declaredSize()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a.jsonl b.jsonl, a.jsonl",
    "a.jsonl my-SFT.jsonl, my-SFT.jsonl",
    "b.jsonl instruct.jsonl sft.jsonl, instruct.jsonl",
    "sft.txt a.jsonl, a.jsonl",
    "a.txt B.JSONL, B.JSONL",
  })
  void thePrimaryIsTheFirstTrainingFile(String names, String primary, @TempDir Path folder)
      throws IOException {
    List<String> files = List.of(names.split(" "));
    for (String file : files) {
      write(folder, file, "{}\n");
    }
    manifest(
        folder,
        "{\"hash\":\"%s\",\"files\":[\"%s\"]}".formatted(HASH, String.join("\",\"", files)));
    List<Bundle.Item> items = BundleReader.read(List.of(folder)).files();
    assertThat(items).hasSize(files.size());
    assertThat(items.getFirst().name()).hasToString(primary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{\"hash\":\"@\"}",
        "{\"files\":[\"a.jsonl\"]}",
        "{\"hash\":\"@\",\"files\":\"a.jsonl\"}",
        "{\"hash\":\"@\",\"files\":{\"a.jsonl\":1}}",
        "{\"hash\":\"@\",\"files\":null}",
        "{\"hash\":\"@\",\"files\":[]}",
        "{\"hash\":\"@\",\"files\":[\"a.txt\"]}",
        "{\"hash\":\"@\",\"files\":[7]}",
        "{\"hash\":\"@\",\"files\":[null]}",
        "{\"hash\":\"@\",\"files\":[{}]}",
        "{\"hash\":\"@\",\"files\":[{\"name\":7}]}",
        "{\"hash\":\"@\",\"files\":[{\"name\":\"a.jsonl\",\"sha256\":\"ab\"}]}",
        "{\"hash\":\"@\",\"files\":[{\"name\":\"a.jsonl\",\"size\":\"3\"}]}",
        "{\"hash\":\"@\",\"files\":[{\"name\":\"a.jsonl\",\"size\":3.5}]}",
        "{\"hash\":\"@\",\"hash\":\"@\",\"files\":[\"a.jsonl\"]}",
        "{\"hash\":\"abcd\",\"files\":[\"a.jsonl\"]}",
        "{\"hash\":\"@0\",\"files\":[\"a.jsonl\"]}",
        "{\"hash\":\"0x@\",\"files\":[\"a.jsonl\"]}",
        "{\"hash\":7,\"files\":[\"a.jsonl\"]}",
        "{\"hash\":\"@\",\"files\":[\"a.jsonl\"]} x",
      })
  void aManifestOfTheWrongShapeIsRefused(String text, @TempDir Path folder) throws IOException {
    write(folder, "a.jsonl", "{}\n");
    write(folder, "a.txt", "x");
    manifest(folder, text.replace("@", HASH));
    refused(List.of(folder)).hasMessageContaining("manifest.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../out.jsonl",
        "x/../../out.jsonl",
        "/etc/hostname.jsonl",
        "x//out.jsonl",
        "./a.jsonl",
        "a.jsonl/",
        "x\\\\out.jsonl",
        "C:out.jsonl",
        "a\\u0000.jsonl",
        "a\\u009b.jsonl",
        "",
      })
  void aNameThatLeavesTheBundleIsRefused(String name, @TempDir Path parent) throws IOException {
    write(parent, "out.jsonl", "{}\n");
    Path folder = parent.resolve("bundle");
    Files.createDirectories(folder.resolve("x"));
    write(folder, "a.jsonl", "{}\n");
    manifest(folder, "{\"hash\":\"%s\",\"files\":[\"%s\"]}".formatted(HASH, name));
    refused(List.of(folder)).hasMessageContaining("file name");
  }

  @Test
  void aSymbolicLinkOutOfTheBundleIsRefused(@TempDir Path parent) throws IOException {
    write(parent, "secret.jsonl", "{}\n");
    Path folder = Files.createDirectory(parent.resolve("bundle"));
    Files.createSymbolicLink(folder.resolve("a.jsonl"), parent.resolve("secret.jsonl"));
    manifest(folder, listing("a.jsonl"));
    refused(List.of(folder)).hasMessageContaining("symbolic link");
  }

  @Test
  void aFolderThatIsALinkOutOfTheBundleIsRefused(@TempDir Path parent) throws IOException {
    write(parent, "elsewhere/a.jsonl", "{}\n");
    Path folder = Files.createDirectory(parent.resolve("bundle"));
    Files.createSymbolicLink(folder.resolve("sub"), parent.resolve("elsewhere"));
    manifest(folder, listing("sub/a.jsonl"));
    refused(List.of(folder)).hasMessageContaining("symbolic link");
  }

  @Test
  void aSymbolicLinkInsideTheBundleIsFollowed(@TempDir Path folder) throws IOException {
    write(folder, "real.jsonl", "{}\n");
    Files.createSymbolicLink(folder.resolve("a.jsonl"), Path.of("real.jsonl"));
    manifest(folder, listing("a.jsonl"));
    assertThat(BundleReader.read(List.of(folder)).files()).hasSize(1);
  }

  @Test
  void aFileThatIsNotThereIsRefused(@TempDir Path folder) throws IOException {
    manifest(folder, listing("a.jsonl"));
    refused(List.of(folder)).hasMessageContaining("a.jsonl: no such file");
  }

  @Test
  void aFolderInPlaceOfAFileIsRefused(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("a.jsonl"));
    manifest(folder, listing("a.jsonl"));
    refused(List.of(folder)).hasMessageContaining("not a regular file");
  }

  @Test
  void anEmptyFileIsRefused(@TempDir Path folder) throws IOException {
    write(folder, "a.jsonl", "");
    manifest(folder, listing("a.jsonl"));
    refused(List.of(folder)).hasMessageContaining("a.jsonl: the file is empty");
    refused(List.of(folder.resolve("a.jsonl"))).hasMessageContaining("the file is empty");
  }

  @Test
  void aFolderWithoutManifestIsRefused(@TempDir Path folder) {
    refused(List.of(folder)).hasMessageContaining("no manifest.json in this directory");
  }

  @Test
  void aManifestThatIsAFolderIsRefused(@TempDir Path folder) throws IOException {
    Files.createDirectory(folder.resolve("manifest.json"));
    refused(List.of(folder)).hasMessageContaining("not a regular file");
  }

  @Test
  void aManifestWithoutEndIsNotReadToItsEnd(@TempDir Path folder) throws IOException {
    try (FileChannel sparse =
        FileChannel.open(
            folder.resolve("manifest.json"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      sparse.write(ByteBuffer.wrap(new byte[1]), 3L << 30);
    }
    refused(List.of(folder)).hasMessageContaining("at most 16777216 are read");
  }

  @Test
  void twoNamesForOneFileAreRefused(@TempDir Path folder) throws IOException {
    write(folder, "a.jsonl", "{}\n");
    write(folder, "A.jsonl", "{}\n");
    manifest(folder, listing("a.jsonl\",\"A.jsonl"));
    refused(List.of(folder)).hasMessageContaining("A.jsonl");
    manifest(folder, listing("a.jsonl\",\"a.jsonl"));
    refused(List.of(folder)).hasMessageContaining("rename one");
  }

  @Test
  void bareFilesKeepTheirOrder(@TempDir Path folder) throws IOException {
    Path first = write(folder, "z.jsonl", "{}\n");
    Path second = write(folder, "sft.jsonl", "{}\n");
    Bundle bundle = BundleReader.read(List.of(first, second));
    assertThat(bundle.declaredHash()).isEqualTo(Optional.empty());
    assertThat(bundle.files()).extracting(Bundle.Item::path).containsExactly(first, second);
  }

  @Test
  void aBareFileOfAnotherKindIsRefused(@TempDir Path folder) throws IOException {
    refused(List.of(write(folder, "a.csv", "x"))).hasMessageContaining("not a .jsonl file");
    refused(List.of(folder.resolve("missing.jsonl"))).hasMessageContaining("no such file");
    refused(List.of(folder.resolve("missing"))).hasMessageContaining("no such file");
    refused(List.of(folder, folder)).hasMessageContaining("not a regular file");
  }

  private static String listing(String names) {
    return "{\"hash\":\"%s\",\"files\":[\"%s\"]}".formatted(HASH, names);
  }

  private static void manifest(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("manifest.json"), text);
  }

  private static Path write(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text);
  }

  private static AbstractThrowableAssert<?, ?> refused(List<Path> paths) {
    return assertThatThrownBy(() -> BundleReader.read(paths)).isInstanceOf(BundleException.class);
  }
}
