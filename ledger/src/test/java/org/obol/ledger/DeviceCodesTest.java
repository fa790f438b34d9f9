package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.UserCode;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.DeviceCodes.Applicant;
import org.obol.ledger.DeviceCodes.Decision;
import org.obol.ledger.DeviceCodes.Dialect;
import org.obol.ledger.DeviceCodes.Opened;
import org.obol.ledger.DeviceCodes.Poll;

/** RFC 8628 with a clock that the test moves. */
final class DeviceCodesTest {

  private static final String CLIENT = "agent-1";

  @TempDir private Path folder;
  private House house;
  private Instant now = House.NOW;
  private final InstantSource clock = () -> now;

  @BeforeEach
  void open() {
    house = new House(folder.resolve("home"));
    house.createDataset();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anApprovedCodeGivesOneTokenOnce() {
    Opened opened = openCode("10.0.0.1");
    assertThat(poll(opened)).isEqualTo(new Poll.Pending());
    assertThat(approve(opened)).isEqualTo(Decision.DONE);
    Poll granted = poll(opened);
    assertThat(granted)
        .isInstanceOfSatisfying(
            Poll.Granted.class,
            g -> {
              assertThat(g.entitlement().subject()).isEqualTo("my laptop");
              assertThat(g.entitlement().versions()).isEqualTo(VersionRange.upTo(2));
              Optional<Entitlement> holder =
                  house.ledger.db().read(tx -> new Members(tx).holder(g.token().hash()));
              assertThat(holder).contains(g.entitlement());
            });
    assertThat(poll(opened)).isEqualTo(new Poll.Unknown());
    assertThat(approve(opened)).isEqualTo(Decision.ALREADY_USED);
  }

  @Test
  void aCodeWithoutALabelIsNamedByItsUserCode() {
    Opened opened =
        write(c -> c.open(new Applicant(House.ID, Dialect.REFERENCE, "", " ", "x"), now))
            .orElseThrow();
    approve(opened);
    assertThat(poll(opened.deviceCode(), Dialect.REFERENCE, ""))
        .isInstanceOfSatisfying(
            Poll.Granted.class,
            g -> assertThat(g.entitlement().subject()).isEqualTo("member " + opened.userCode()));
  }

  @Test
  void aDeniedCodeSaysSoOnce() {
    Opened opened = openCode("10.0.0.1");
    assertThat(deny(opened.userCode(), House.ID)).isEqualTo(Decision.DONE);
    assertThat(deny(opened.userCode(), House.ID)).isEqualTo(Decision.ALREADY_USED);
    assertThat(approve(opened)).isEqualTo(Decision.ALREADY_USED);
    assertThat(poll(opened)).isEqualTo(new Poll.Denied());
    assertThat(poll(opened)).isEqualTo(new Poll.Unknown());
  }

  /** RFC 8628 section 3.5. */
  @Test
  void pollingTooOftenSlowsDownForGood() {
    Opened opened = openCode("10.0.0.1");
    assertThat(poll(opened)).isEqualTo(new Poll.Pending());
    after(Duration.ofSeconds(4));
    assertThat(poll(opened)).isEqualTo(new Poll.SlowDown(10));
    after(Duration.ofSeconds(5));
    assertThat(poll(opened)).isEqualTo(new Poll.SlowDown(15));
    after(Duration.ofSeconds(15));
    assertThat(poll(opened)).isEqualTo(new Poll.Pending());
    after(Duration.ofSeconds(14));
    assertThat(poll(opened)).isEqualTo(new Poll.SlowDown(20));
  }

  @Test
  void theReferencesDialectSlowsDownWithoutLosingItsInterval() {
    Opened opened =
        write(c -> c.open(new Applicant(House.ID, Dialect.REFERENCE, "", "x", "y"), now))
            .orElseThrow();
    assertThat(reference(opened)).isEqualTo(new Poll.Pending());
    assertThat(reference(opened)).isEqualTo(new Poll.SlowDown(5));
    after(Duration.ofSeconds(5));
    assertThat(reference(opened)).isEqualTo(new Poll.Pending());
  }

  @Test
  void aCodeExpiresForPollsAndDecisionsAlike() {
    Opened opened = openCode("10.0.0.1");
    Opened approved = openCode("10.0.0.1");
    approve(approved);
    after(DeviceCodes.LIFETIME.minusMillis(1));
    assertThat(waiting(opened)).isPresent();
    after(Duration.ofMillis(1));
    assertThat(poll(opened)).isEqualTo(new Poll.Expired());
    assertThat(poll(approved)).isEqualTo(new Poll.Expired());
    assertThat(approve(opened)).isEqualTo(Decision.EXPIRED);
    assertThat(deny(opened.userCode(), House.ID)).isEqualTo(Decision.EXPIRED);
    assertThat(waiting(opened)).isEmpty();
    // A day later nothing is left of it.
    after(Duration.ofDays(1).plusMillis(1));
    openCode("10.0.0.2");
    assertThat(poll(opened)).isEqualTo(new Poll.Unknown());
  }

  @Test
  void anotherDialectOrClientKnowsNothingOfTheCode() {
    Opened opened = openCode("10.0.0.1");
    approve(opened);
    assertThat(poll(opened.deviceCode(), Dialect.REFERENCE, CLIENT)).isEqualTo(new Poll.Unknown());
    assertThat(poll(opened.deviceCode(), Dialect.OAUTH, "agent-2")).isEqualTo(new Poll.Unknown());
    assertThat(poll("guess", Dialect.OAUTH, CLIENT)).isEqualTo(new Poll.Unknown());
    assertThat(poll(opened)).isInstanceOf(Poll.Granted.class);
  }

  @Test
  void aCodeIsDecidedForItsOwnDatasetOnly() {
    Opened opened = openCode("10.0.0.1");
    DatasetId other = new DatasetId("other");
    assertThat(approve(opened.userCode(), other)).isEqualTo(Decision.UNKNOWN);
    assertThat(deny(UserCode.generate(), House.ID)).isEqualTo(Decision.UNKNOWN);
    assertThat(waiting(opened).orElseThrow())
        .isEqualTo(
            new DeviceCodes.Waiting(
                opened.userCode(),
                House.ID,
                "my laptop",
                "10.0.0.1",
                House.NOW.plus(DeviceCodes.LIFETIME)));
  }

  @Test
  void oneSourceHasItsCapAndLeavesRoomForOthers() {
    for (int i = 0; i < DeviceCodes.MAX_OPEN_PER_SOURCE; i++) {
      openCode("10.0.0.1");
    }
    assertThat(tryOpen("10.0.0.1")).isEmpty();
    assertThat(tryOpen("10.0.0.2")).isPresent();
    after(DeviceCodes.LIFETIME);
    assertThat(tryOpen("10.0.0.1")).isPresent();
  }

  @Test
  void codesOfUnknownSourceCountOnlyTowardsAll() {
    for (int i = 0; i < DeviceCodes.MAX_OPEN_PER_SOURCE + 1; i++) {
      assertThat(tryOpen("")).isPresent();
    }
  }

  @Test
  void thereIsACapOverAll() {
    house
        .ledger
        .db()
        .write(
            tx -> {
              var codes = new DeviceCodes(tx);
              for (int i = 0; i < DeviceCodes.MAX_OPEN; i++) {
                assertThat(codes.open(applicant("source " + i), now)).isPresent();
              }
              assertThat(codes.open(applicant("one more"), now)).isEmpty();
              assertThat(codes.open(applicant(""), now)).isEmpty();
              return true;
            });
    after(DeviceCodes.LIFETIME);
    assertThat(tryOpen("one more")).isPresent();
  }

  private void after(Duration duration) {
    now = clock.instant().plus(duration);
  }

  private static Applicant applicant(String source) {
    return new Applicant(House.ID, Dialect.OAUTH, CLIENT, "my laptop", source);
  }

  private Optional<Opened> tryOpen(String source) {
    return write(c -> c.open(applicant(source), clock.instant()));
  }

  private Opened openCode(String source) {
    return tryOpen(source).orElseThrow();
  }

  private Poll poll(Opened opened) {
    return poll(opened.deviceCode(), Dialect.OAUTH, CLIENT);
  }

  private Poll poll(String deviceCode, Dialect dialect, String client) {
    return write(c -> c.poll(deviceCode, dialect, client, clock.instant()));
  }

  private Decision deny(UserCode userCode, DatasetId dataset) {
    return write(c -> c.deny(userCode, dataset, clock.instant()));
  }

  private Poll reference(Opened opened) {
    return write(c -> c.poll(opened.deviceCode(), Dialect.REFERENCE, "", clock.instant()));
  }

  private Decision approve(Opened opened) {
    return approve(opened.userCode(), House.ID);
  }

  private Decision approve(UserCode userCode, DatasetId dataset) {
    return write(
        c ->
            c.approve(
                userCode,
                dataset,
                VersionRange.upTo(2),
                Entitlement.Source.APPROVED,
                clock.instant()));
  }

  private Optional<DeviceCodes.Waiting> waiting(Opened opened) {
    return write(c -> c.waiting(opened.userCode(), clock.instant()));
  }

  private <T> T write(Function<DeviceCodes, T> work) {
    return house.ledger.db().write(tx -> work.apply(new DeviceCodes(tx)));
  }
}
