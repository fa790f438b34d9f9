package org.obol.dataset.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** Invariant 4a: whatever is changed in a signed document, its signer did not sign that. */
class SaleTamperTest {

  static Stream<SaleVector> vectors() {
    return SaleVector.all().stream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyChangedValueBreaksTheSignature(SaleVector vector) {
    List<Json> changed = changes(vector.wire());
    assertThat(changed).hasSizeGreaterThan(vector.wire().members().size());
    int readable = 0;
    for (Json json : changed) {
      Optional<Signed<?>> read = tryRead(vector, json);
      read.ifPresent(r -> assertThat(r.isSignedBy(vector.signer())).as(json.text()).isFalse());
      readable += read.isPresent() ? 1 : 0;
    }
    // Most values have a neighbour that reads as well; else nothing would be proved here.
    assertThat(readable).isGreaterThan(vector.wire().members().size() / 2);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyMissingOrAddedMemberBreaksTheSignature(SaleVector vector) {
    for (String name : vector.wire().members().keySet()) {
      Map<String, Json> members = new LinkedHashMap<>(vector.wire().members());
      members.remove(name);
      tryRead(vector, new Json.Obj(members))
          .ifPresent(r -> assertThat(r.isSignedBy(vector.signer())).as(name).isFalse());
    }
    Map<String, Json> more = new LinkedHashMap<>(vector.wire().members());
    more.put("note", Json.of("x"));
    Signed<?> read = vector.read(new Json.Obj(more));
    assertThat(read.isSignedBy(vector.signer())).isFalse();
    assertThatThrownBy(() -> read.requireSignedBy(vector.signer(), "the document"))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("the document");
  }

  /** The same members, hashed in another domain, are another digest. */
  @ParameterizedTest
  @MethodSource("vectors")
  void aSignatureCountsInItsOwnDomainOnly(SaleVector vector) {
    String format = vector.wire().requireText("format");
    List<String> tags =
        List.of("offer", "receipt", "seller", "versionlog", "payment-nonce", "checkpoint");
    for (String tag : tags) {
      var kind = new Signed.Kind<>(format, "obol/dataset/" + tag + "/v1", json -> json);
      assertThat(Signed.read(kind, vector.wire()).isSignedBy(vector.signer()))
          .as(tag)
          .isEqualTo(tag.equals(vector.kind()));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aSignatureOfADocumentIsNoneOfAVersion(SaleVector vector) {
    Signed<?> signed = vector.read();
    var claim = new EntryClaim(1, Sha256.hash("m"), Sha256.hash("f"), 1, "");
    var log =
        new VersionLog(
            List.of(new VersionEntry(claim, "2026-06-14T12:00:00Z", signed.signature())));
    assertThat(log.verify(vector.signer())).isInstanceOf(LogVerdict.Invalid.class);
    VersionEntry honest = claim.sign(vector.testKey(), "2026-06-14T12:00:00Z");
    Map<String, Json> members = new LinkedHashMap<>(vector.wire().members());
    members.put("signature", Json.of(honest.signature().hex()));
    assertThat(vector.read(new Json.Obj(members)).isSignedBy(vector.signer())).isFalse();
  }

  @Test
  void oneKindIsNotReadAsAnother() {
    for (SaleVector vector : SaleVector.all()) {
      for (SaleVector other : SaleVector.all()) {
        if (!vector.kind().equals(other.kind())) {
          assertThatThrownBy(() -> other.read(vector.wire()))
              .isInstanceOf(JsonException.class)
              .hasMessageContaining("format");
        }
      }
    }
  }

  @Test
  void aSignatureThatNoKeyCanHaveMadeIsSaid() {
    // r = 5 is no x coordinate of the curve.
    String impossible = "0".repeat(63) + "5" + "0".repeat(63) + "1" + "00";
    Map<String, Json> members = new LinkedHashMap<>(SaleVector.named("receipt").wire().members());
    members.put("signature", Json.of(impossible));
    Signed<Receipt> read = Receipt.read(new Json.Obj(members));
    assertThat(read.signer()).isEmpty();
    assertThatThrownBy(() -> read.requireSignedBy(Sales.NODE.address(), "the receipt"))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.code()).isEqualTo("bad_signature"));
    read("receipt").requireSignedBy(Sales.NODE.address(), "the receipt");
  }

  private static Signed<?> read(String name) {
    return SaleVector.named(name).read();
  }

  private static Optional<Signed<?>> tryRead(SaleVector vector, Json json) {
    try {
      return Optional.of(vector.read(json));
    } catch (JsonException refused) {
      return Optional.empty();
    }
  }

  /** This value with one leaf changed, once for each leaf and each way. */
  private static List<Json> changes(Json json) {
    List<Json> all = new ArrayList<>();
    switch (json) {
      case Json.Obj object ->
          object
              .members()
              .forEach(
                  (name, value) ->
                      changes(value)
                          .forEach(
                              changed -> {
                                Map<String, Json> members = new LinkedHashMap<>(object.members());
                                members.put(name, changed);
                                all.add(new Json.Obj(members));
                              }));
      case Json.Arr array -> {
        for (int i = 0; i < array.items().size(); i++) {
          for (Json changed : changes(array.items().get(i))) {
            List<Json> items = new ArrayList<>(array.items());
            items.set(i, changed);
            all.add(new Json.Arr(items));
          }
        }
        List<Json> longer = new ArrayList<>(array.items());
        longer.add(array.items().isEmpty() ? Json.of("x") : array.items().getFirst());
        all.add(new Json.Arr(longer));
      }
      case Json.Str text -> textChanges(text.value()).forEach(t -> all.add(Json.of(t)));
      case Json.Num number -> {
        all.add(Json.of(number.asLong("n") + 1));
        all.add(Json.of(number.asLong("n") - 1));
      }
      case Json.Bool bool -> all.add(Json.of(!bool.value()));
      case Json.Null nothing -> all.add(Json.of("null"));
    }
    return all;
  }

  /** Each character that is a hex digit replaced by another, and a little more or less. */
  private static List<String> textChanges(String text) {
    List<String> all = new ArrayList<>(List.of(text + "0", text + "/", ""));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) >= 0) {
        all.add(text.substring(0, i) + (c == '1' ? '2' : '1') + text.substring(i + 1));
      }
    }
    return all;
  }
}
