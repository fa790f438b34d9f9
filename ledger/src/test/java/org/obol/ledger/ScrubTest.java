package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Sha256;

final class ScrubTest {

  private static final long FAST = 1L << 40;

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
  void soundObjectsStaySoundAndTheTimeIsNoted() throws IOException {
    Sha256 object = ingest("fine");
    Instant later = Instant.now().plus(Duration.ofDays(1));
    try (var scrub = new Scrub(objects, InstantSource.fixed(later), FAST)) {
      assertThat(scrub.pass())
          .isEqualTo(new Scrub.Status(1, java.util.List.of(), Optional.of(later)));
    }
    assertThat(objects.open(object)).hasContent("fine");
    assertThat(objects.all())
        .singleElement()
        .satisfies(
            o -> assertThat(o.scrubbed()).isEqualTo(Instant.ofEpochMilli(later.toEpochMilli())));
  }

  @Test
  void aFlipThatKeepsSizeInodeAndTimeIsFoundAndQuarantined() throws IOException {
    Sha256 object = ingest("good");
    flip(object, "evil");
    assertThat(objects.open(object)).hasContent("evil");
    Scrub.Status status = pass();
    assertThat(status.damaged())
        .singleElement()
        .satisfies(o -> assertThat(o.sha256()).isEqualTo(object));
    assertThatThrownBy(() -> objects.open(object))
        .isInstanceOf(DamagedObjectException.class)
        .hasMessageContaining("has the hash " + Sha256.hash("evil"));
    ingest("good");
    assertThat(objects.open(object)).hasContent("good");
    assertThat(pass().damaged()).isEmpty();
  }

  @Test
  void aMissingOneIsSaid() throws IOException {
    Sha256 object = ingest("gone");
    Files.delete(objects.path(object));
    assertThat(pass().damaged())
        .singleElement()
        .satisfies(o -> assertThat(o.damaged()).contains("is missing"));
  }

  @Test
  void rightBytesUnderAnotherStampAreStampedAnew() throws IOException {
    Sha256 object = ingest("moved");
    Files.setLastModifiedTime(objects.path(object), FileTime.from(Instant.EPOCH));
    assertThatThrownBy(() -> objects.open(object)).isInstanceOf(DamagedObjectException.class);
    assertThat(pass().damaged()).isEmpty();
    assertThat(objects.open(object)).hasContent("moved");
  }

  @Test
  void whatWasPutBackMeanwhileIsNotMarked() throws IOException {
    Sha256 object = ingest("good");
    ObjectStore.Recorded before = objects.all().getFirst();
    flip(object, "evil");
    Files.delete(objects.path(object));
    ingest("good");
    objects.scrubbed(before, Instant.now(), Optional.of("has the hash of yesterday"));
    assertThat(objects.open(object)).hasContent("good");
  }

  @Test
  void theOneCheckedLongestAgoComesFirst() throws IOException {
    Sha256 first = ingest("first");
    Sha256 second = ingest("second");
    objects.scrubbed(first, Instant.EPOCH.plusSeconds(2), Optional.empty());
    objects.scrubbed(second, Instant.EPOCH.plusSeconds(1), Optional.empty());
    assertThat(objects.all())
        .extracting(ObjectStore.Recorded::sha256)
        .containsExactly(second, first);
  }

  @Test
  void readsNoFasterThanTheRate() throws IOException {
    ingest("x".repeat(400_000));
    long begun = System.nanoTime();
    try (var scrub = new Scrub(objects, InstantSource.system(), 1_000_000)) {
      assertThat(scrub.pass().checked()).isEqualTo(1);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofMillis(399));
  }

  @Test
  void theBackgroundThreadFindsDamageAndEndsAtOnce() throws Exception {
    Sha256 object = ingest("good");
    objects.scrubbed(object, Instant.EPOCH, Optional.empty());
    flip(object, "evil");
    var finished = new CompletableFuture<Instant>();
    InstantSource clock =
        () -> {
          Instant now = Instant.now();
          boolean marked = objects.all().stream().anyMatch(o -> o.damaged().isPresent());
          if (marked) {
            finished.complete(now);
          }
          return now;
        };
    var scrub = new Scrub(objects, clock, FAST);
    try (scrub) {
      scrub.start(Duration.ofHours(24));
      assertThat(finished.get(20, TimeUnit.SECONDS)).isNotNull();
      assertThatThrownBy(() -> scrub.start(Duration.ofHours(24)))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(scrub.status().checked()).isEqualTo(1);
    assertThatThrownBy(() -> objects.open(object)).isInstanceOf(DamagedObjectException.class);
  }

  @Test
  void closingBreaksOffInTheMiddleOfAFileWithoutAccusingIt() throws Exception {
    Sha256 object = ingest("y".repeat(3 << 20));
    objects.scrubbed(object, Instant.EPOCH, Optional.empty());
    var begun = new CompletableFuture<Boolean>();
    InstantSource clock =
        () -> {
          begun.complete(true);
          return Instant.now();
        };
    var scrub = new Scrub(objects, clock, 1);
    scrub.start(Duration.ofHours(24));
    assertThat(begun.get(20, TimeUnit.SECONDS)).isTrue();
    scrub.close();
    assertThat(scrub.status().checked()).isZero();
    assertThat(scrub.status().finished()).isEmpty();
    assertThat(objects.open(object)).exists();
  }

  private Scrub.Status pass() {
    try (var scrub = new Scrub(objects, InstantSource.system(), FAST)) {
      return scrub.pass();
    }
  }

  private Sha256 ingest(String text) throws IOException {
    return objects.ingest(house.file("object", text), Optional.empty(), bytes -> {}).sha256();
  }

  private void flip(Sha256 object, String text) throws IOException {
    Path path = objects.path(object);
    FileTime time = Files.getLastModifiedTime(path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, time);
  }
}
