package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Sha256;

/** Served bytes are the signed bytes (invariant 17). */
final class ObjectStoreTest {

  @TempDir private Path folder;
  private House house;
  private ObjectStore objects;

  @BeforeEach
  void open() {
    house = new House(folder.resolve("home"));
    objects = house.ledger.objects();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void keepsACopyThatEditingTheOriginalDoesNotChange() throws IOException {
    Sha256 object = ingest("signed");
    house.file("object", "edited");
    assertThat(object).isEqualTo(Sha256.hash("signed"));
    assertThat(objects.open(object)).hasContent("signed");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(objects.open(object))))
        .isEqualTo("r--------");
    assertNoLeftovers();
  }

  @Test
  void theSameBytesTwiceAreOneObjectThatIsNotTouched() throws IOException {
    Sha256 object = ingest("same");
    ObjectStore.Recorded before = objects.all().getFirst();
    Object inode = Files.getAttribute(objects.path(object), "unix:ino");
    assertThat(ingest("same")).isEqualTo(object);
    assertThat(objects.all()).containsExactly(before);
    assertThat(Files.getAttribute(objects.path(object), "unix:ino")).isEqualTo(inode);
    assertNoLeftovers();
  }

  @Test
  void manyThatBringTheSameBytesAtOnceAgree() throws Exception {
    Path source = house.file("object", "at once");
    List<Callable<Path>> work = new ArrayList<>();
    try (Ledger second = Ledger.open(house.home);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        ObjectStore store = i % 2 == 0 ? objects : second.objects();
        work.add(() -> store.open(store.ingest(source, Optional.empty(), b -> {}).sha256()));
      }
      for (Future<Path> one : threads.invokeAll(work)) {
        assertThat(one.get()).hasContent("at once");
      }
    }
    assertNoLeftovers();
  }

  @Test
  void aChangedSizeIsRefused() throws IOException {
    Sha256 object = ingest("size");
    FileTime time = Files.getLastModifiedTime(objects.path(object));
    write(object, "sizes");
    Files.setLastModifiedTime(objects.path(object), time);
    assertRefused(object, "was changed on disk");
  }

  @Test
  void anotherFileInItsPlaceIsRefused() throws IOException {
    Sha256 object = ingest("inode");
    Path path = objects.path(object);
    FileTime time = Files.getLastModifiedTime(path);
    Path other = Files.writeString(folder.resolve("swap"), "INODE");
    Files.move(other, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(path, time);
    assertRefused(object, "was changed on disk");
  }

  @Test
  void aChangedTimeIsRefused() throws IOException {
    Sha256 object = ingest("time");
    Files.setLastModifiedTime(objects.path(object), FileTime.from(Instant.EPOCH));
    assertRefused(object, "was changed on disk");
  }

  @Test
  void aMissingOneAndAnUnknownOneAreRefused() throws IOException {
    Sha256 object = ingest("missing");
    Files.delete(objects.path(object));
    assertRefused(object, "cannot be read");
    assertRefused(Sha256.hash("never"), "is not in the store");
    Files.createDirectory(objects.path(object));
    assertRefused(object, "cannot be read");
  }

  @Test
  void puttingTheOriginalInAgainHealsIt() throws IOException {
    Sha256 object = ingest("heal");
    write(object, "hurt");
    objects.scrubbed(object, Instant.EPOCH, Optional.of("has another hash"));
    assertRefused(object, "has another hash");
    assertThat(ingest("heal")).isEqualTo(object);
    assertThat(objects.open(object)).hasContent("heal");
    assertThat(objects.all()).singleElement().satisfies(o -> assertThat(o.damaged()).isEmpty());
  }

  @Test
  void aFileThatLiesThereIsAdoptedOnlyIfItIsRight() throws IOException {
    Sha256 object = ingest("adopt");
    house.ledger.db().write(tx -> tx.update("delete from object"));
    assertRefused(object, "is not in the store");
    objects.adopt(object);
    assertThat(objects.open(object)).hasContent("adopt");
    write(object, "other");
    assertThatThrownBy(() -> objects.adopt(object))
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining("has the hash " + Sha256.hash("other"));
  }

  @Test
  void whatIsNotWhatWasExpectedIsNotKept() throws IOException {
    byte[] bytes = "this".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var digest =
        objects.ingestIf(Sha256.hash("that"), new java.io.ByteArrayInputStream(bytes), b -> {});
    assertThat(digest.sha256()).isEqualTo(Sha256.hash("this"));
    assertThat(objects.all()).isEmpty();
    assertNoLeftovers();
  }

  @Test
  void aDeletedOneIsGone() throws IOException {
    Sha256 object = ingest("delete");
    objects.delete(object);
    assertThat(objects.path(object)).doesNotExist();
    assertRefused(object, "is not in the store");
    objects.delete(object);
  }

  @Test
  void whatAKilledProcessLeftIsTakenAwayAndWhatAnotherWritesNowIsNot() throws IOException {
    Path incoming = Files.createDirectories(house.home.objects().resolve("incoming"));
    Path left = Files.writeString(incoming.resolve("1.part"), "left");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(3_700)));
    Path written = Files.writeString(incoming.resolve("2.part"), "at work");
    ingest("next");
    assertThat(left).doesNotExist();
    assertThat(written).hasContent("at work");
  }

  private void assertRefused(Sha256 object, String why) {
    assertThatThrownBy(() -> objects.open(object))
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining(object.hex())
        .hasMessageContaining(why);
  }

  private void assertNoLeftovers() {
    assertThat(house.home.objects().resolve("incoming")).isEmptyDirectory();
  }

  private Sha256 ingest(String text) throws IOException {
    return objects.ingest(house.file("object", text), Optional.empty(), bytes -> {}).sha256();
  }

  private void write(Sha256 object, String text) throws IOException {
    Files.setPosixFilePermissions(
        objects.path(object), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(objects.path(object), text);
  }
}
