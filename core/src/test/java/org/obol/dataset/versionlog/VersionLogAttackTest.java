package org.obol.dataset.versionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.crypto.Signature;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.LogVerdict.Fault;
import org.obol.dataset.versionlog.LogVerdict.Invalid;
import org.obol.dataset.versionlog.LogVerdict.Valid;

/** Every way to lie about the past is refused with its own fault, at the first bad entry. */
class VersionLogAttackTest {

  private static final LogVector HONEST = LogVector.named("vector-two");
  private static final PrivateKey STRANGER = LogVector.named("vector-one").testKey();
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final Sha256 OTHER_HASH = Sha256.hash("other bytes");

  private final List<VersionEntry> entries = new ArrayList<>(HONEST.log().entries());

  static Stream<Arguments> changesToSignedFieldsOfEveryEntry() {
    List<Function<EntryClaim, EntryClaim>> changes =
        List.of(
            c -> new EntryClaim(c.seq(), OTHER_HASH, c.fileHash(), c.size(), c.prevSig()),
            c -> new EntryClaim(c.seq(), c.manifestHash(), OTHER_HASH, c.size(), c.prevSig()),
            c ->
                new EntryClaim(c.seq(), c.manifestHash(), c.fileHash(), c.size() + 1, c.prevSig()));
    return changes.stream()
        .flatMap(change -> Stream.of(1, 2, 3, 4, 5).map(seq -> Arguments.of(seq, change)));
  }

  @ParameterizedTest
  @MethodSource("changesToSignedFieldsOfEveryEntry")
  void aChangedFieldIsRefused(int seq, Function<EntryClaim, EntryClaim> change) {
    replaceClaim(seq, change);
    assertThat(faultOf(entries)).isIn(at(seq, Fault.WRONG_OWNER), at(seq, Fault.BAD_SIGNATURE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aChangedNumberIsRefused(int seq) {
    replaceClaim(
        seq,
        c -> new EntryClaim(c.seq() + 1, c.manifestHash(), c.fileHash(), c.size(), c.prevSig()));
    assertThat(faultOf(entries)).isEqualTo(at(seq, Fault.NON_MONOTONIC_SEQ));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aChangedPredecessorIsRefused(int seq) {
    replaceClaim(
        seq,
        c -> new EntryClaim(c.seq(), c.manifestHash(), c.fileHash(), c.size(), "0".repeat(130)));
    assertThat(faultOf(entries)).isEqualTo(at(seq, Fault.CHAIN_BREAK));
  }

  @Test
  void aChangedFirstEntryIsSeenAtTheSecondWhenNobodySaysWhoTheOwnerIs() {
    replaceClaim(1, c -> new EntryClaim(1, OTHER_HASH, c.fileHash(), c.size(), c.prevSig()));
    assertThat(new VersionLog(entries).verify())
        .isInstanceOfSatisfying(
            Invalid.class, i -> assertThat(i.fault()).isEqualTo(Fault.WRONG_OWNER))
        .extracting("position")
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1,2", "2,3", "1,5", "4,5"})
  void swappedEntriesAreRefusedAtTheFirst(int one, int other) {
    VersionEntry kept = entries.get(one - 1);
    entries.set(one - 1, entries.get(other - 1));
    entries.set(other - 1, kept);
    assertThat(faultOf(entries)).isEqualTo(at(one, Fault.NON_MONOTONIC_SEQ));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aRemovedEntryIsRefusedWhereItWas(int seq) {
    entries.remove(seq - 1);
    assertThat(faultOf(entries)).isEqualTo(at(seq, Fault.NON_MONOTONIC_SEQ));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aDuplicatedEntryIsRefusedAtItsCopy(int seq) {
    entries.add(seq, entries.get(seq - 1));
    assertThat(faultOf(entries)).isEqualTo(at(seq + 1, Fault.NON_MONOTONIC_SEQ));
  }

  @Test
  void aGapThatTheOwnerHimselfSignedIsRefused() {
    var claim = new EntryClaim(7, OTHER_HASH, OTHER_HASH, 1, HONEST.log().headSignature());
    entries.add(claim.sign(HONEST.testKey(), "2026-06-14T12:00:06Z"));
    assertThat(faultOf(entries)).isEqualTo(at(6, Fault.NON_MONOTONIC_SEQ));
  }

  @Test
  void anotherFirstEntryOfTheSameOwnerBreaksTheChain() {
    entries.set(0, sign(new EntryClaim(1, OTHER_HASH, OTHER_HASH, 1, ""), HONEST.testKey()));
    assertThat(faultOf(entries)).isEqualTo(at(2, Fault.CHAIN_BREAK));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void anEntrySignedByAnotherKeyIsRefused(int seq) {
    entries.set(seq - 1, sign(entries.get(seq - 1).claim(), STRANGER));
    assertThat(faultOf(entries)).isEqualTo(at(seq, Fault.WRONG_OWNER));
  }

  @Test
  void aWholeLogOfAnotherKeyIsRefusedForThisOwnerOnly() {
    LogVector other = LogVector.named("vector-one");
    assertThat(other.log().verify(HONEST.owner()))
        .extracting("position", "fault")
        .containsExactly(1, Fault.WRONG_OWNER);
    assertThat(other.log().verify()).isInstanceOf(Valid.class);
  }

  @Test
  void aSignatureThatNoKeyCanHaveMadeIsRefused() {
    // x = 5 is on no point of the curve, so nothing can be recovered from r = 5.
    var impossible = new Signature(String.format(Locale.ROOT, "%064x%064x00", 5, 1));
    entries.set(0, new VersionEntry(entries.getFirst().claim(), "t", impossible));
    assertThat(faultOf(entries)).isEqualTo(at(1, Fault.BAD_SIGNATURE));
    assertThat(new VersionLog(entries).verify())
        .extracting("position", "fault")
        .containsExactly(1, Fault.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void theHighTwinOfASignatureIsRefused(int seq) {
    String hex = entries.get(seq - 1).signature().hex();
    BigInteger s = new BigInteger(hex.substring(64, 128), 16);
    String twin =
        hex.substring(0, 64)
            + String.format(Locale.ROOT, "%064x", ORDER.subtract(s))
            + (hex.endsWith("00") ? "01" : "00");
    assertThat(faultWithField(seq, "signature", Json.of(twin))).isEqualTo(at(seq, Fault.MALFORMED));
  }

  @ParameterizedTest
  @CsvSource({
    "1,signature",
    "4,signature",
    "1,manifestHash",
    "3,manifestHash",
    "1,fileHash",
    "5,fileHash"
  })
  void uppercaseHexIsRefused(int seq, String field) {
    String text = entries.get(seq - 1).toJson().requireText(field);
    assertThat(faultWithField(seq, field, Json.of(text.toUpperCase(Locale.ROOT))))
        .isEqualTo(at(seq, Fault.MALFORMED));
  }

  @Test
  void anUppercasePredecessorBreaksTheChain() {
    String text = entries.get(1).claim().prevSig().toUpperCase(Locale.ROOT);
    assertThat(faultWithField(2, "prevSig", Json.of(text))).isEqualTo(at(2, Fault.CHAIN_BREAK));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aFlippedRecoveryBitIsAnotherSigner(int seq) {
    String hex = entries.get(seq - 1).signature().hex();
    String flipped = hex.substring(0, 128) + (hex.endsWith("00") ? "01" : "00");
    assertThat(faultWithField(seq, "signature", Json.of(flipped)))
        .isIn(at(seq, Fault.WRONG_OWNER), at(seq, Fault.BAD_SIGNATURE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "1b", "1c", "ff"})
  void anyOtherRecoveryByteIsRefused(String v) {
    String hex = entries.getFirst().signature().hex().substring(0, 128) + v;
    assertThat(faultWithField(1, "signature", Json.of(hex))).isEqualTo(at(1, Fault.MALFORMED));
  }

  static Stream<Arguments> malformedFields() {
    return Stream.of(
        Arguments.of("seq", Json.of(0)),
        Arguments.of("seq", Json.of(-1)),
        Arguments.of("seq", new Json.Num("2.0")),
        Arguments.of("seq", new Json.Num("18446744073709551617")),
        Arguments.of("seq", Json.of("2")),
        Arguments.of("size", Json.of(-1)),
        Arguments.of("size", new Json.Num("5.6e1")),
        Arguments.of("size", new Json.Null()),
        Arguments.of("manifestHash", Json.of("ab")),
        Arguments.of("manifestHash", Json.of("g".repeat(64))),
        Arguments.of("fileHash", Json.of("0x" + "a".repeat(62))),
        Arguments.of("fileHash", Json.of("a".repeat(66))),
        Arguments.of("prevSig", Json.of("a".repeat(256))),
        Arguments.of("prevSig", Json.of("é")),
        Arguments.of("timestamp", new Json.Null()),
        Arguments.of("signature", Json.of("")),
        Arguments.of("signature", Json.of("0x" + "1".repeat(128))),
        Arguments.of("signature", Json.of("0".repeat(130))),
        Arguments.of("signature", Json.of("f".repeat(64) + "0".repeat(63) + "1" + "00")));
  }

  @ParameterizedTest
  @MethodSource("malformedFields")
  void aMalformedFieldIsRefusedWhereItStands(String field, Json value) {
    assertThat(faultWithField(2, field, value)).isEqualTo(at(2, Fault.MALFORMED));
    assertThat(faultWithField(1, field, value)).isEqualTo(at(1, Fault.MALFORMED));
  }

  @Test
  void anEarlierLieIsReportedBeforeALaterMalformedEntry() {
    entries.set(1, sign(entries.get(1).claim(), STRANGER));
    assertThat(faultWithField(4, "signature", Json.of("no"))).isEqualTo(at(2, Fault.WRONG_OWNER));
  }

  @Test
  void entriesThatAreNoObjectsAreMalformed() {
    LogVerdict verdict = LogDocument.read("[null]".getBytes(UTF_8)).verify(Optional.empty());
    assertThat(verdict).extracting("position", "fault").containsExactly(1, Fault.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"versions\":[]}"})
  void anEmptyLogIsInvalid(String text) {
    LogVerdict verdict = LogDocument.read(text.getBytes(UTF_8)).verify(Optional.of(HONEST.owner()));
    assertThat(verdict).extracting("position", "fault").containsExactly(0, Fault.EMPTY);
    assertThat(LogDocument.read(text.getBytes(UTF_8)).verify(Optional.empty())).isEqualTo(verdict);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "7", "{\"versions\":{}}", "{\"id\":1,\"versions\":[]}", "[", "[]]"})
  void whatIsNotALogAtAllIsRefused(String text) {
    assertThatThrownBy(() -> LogDocument.read(text.getBytes(UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void aDemandForValidityNamesTheFaultAndThePlace() {
    entries.remove(2);
    var log = new VersionLog(entries);
    assertThatThrownBy(() -> log.requireValid(HONEST.owner()))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.code()).isEqualTo("non_monotonic_seq"))
        .hasMessage("Chain INVALID at entry 3: non_monotonic_seq: seq is 4, not 3");
    assertThatThrownBy(log::requireValid).isInstanceOf(VerificationException.class);
  }

  private record Found(int position, Fault fault) {}

  private static Found at(int position, Fault fault) {
    return new Found(position, fault);
  }

  private static Found faultOf(List<VersionEntry> entries) {
    return found(new VersionLog(entries).verify(HONEST.owner()));
  }

  private Found faultWithField(int seq, String field, Json value) {
    List<Json> items = new ArrayList<>();
    for (VersionEntry entry : entries) {
      JsonObject copy = Json.object();
      entry.toJson().members().forEach(copy::put);
      if (items.size() == seq - 1) {
        copy.put(field, value);
      }
      items.add(copy.build());
    }
    return found(LogDocument.read(Json.of(items).utf8()).verify(Optional.of(HONEST.owner())));
  }

  private static Found found(LogVerdict verdict) {
    return switch (verdict) {
      case Invalid invalid -> at(invalid.position(), invalid.fault());
      case Valid valid -> throw new AssertionError("accepted: " + valid.sentence());
    };
  }

  private void replaceClaim(int seq, Function<EntryClaim, EntryClaim> change) {
    VersionEntry entry = entries.get(seq - 1);
    entries.set(
        seq - 1,
        new VersionEntry(change.apply(entry.claim()), entry.timestamp(), entry.signature()));
  }

  private static VersionEntry sign(EntryClaim claim, PrivateKey key) {
    return claim.sign(key, "2026-06-14T12:00:09Z");
  }
}
