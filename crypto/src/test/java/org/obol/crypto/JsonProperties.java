package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class JsonProperties {

  @Property
  void readingTheCanonicalBytesGivesTheSameBytes(@ForAll("values") Json value) {
    byte[] canonical = CanonicalJson.bytes(value);
    assertThat(CanonicalJson.bytes(JsonReader.read(canonical, Long.MAX_VALUE)))
        .isEqualTo(canonical);
  }

  @Property
  void readingTheTextGivesTheSameValue(@ForAll("values") Json value) {
    assertThat(JsonReader.read(value.utf8(), Long.MAX_VALUE)).isEqualTo(value);
    assertThat(new String(value.utf8(), StandardCharsets.UTF_8)).isEqualTo(value.text());
  }

  @Property
  void theOrderOfTheMembersDoesNotMatter(@ForAll("values") Json value, @ForAll Random random) {
    assertThat(CanonicalJson.bytes(shuffled(value, random))).isEqualTo(CanonicalJson.bytes(value));
  }

  private static Json shuffled(Json value, Random random) {
    return switch (value) {
      case Json.Obj o -> {
        var entries = new ArrayList<>(o.members().entrySet());
        Collections.shuffle(entries, random);
        Map<String, Json> members = new LinkedHashMap<>();
        entries.forEach(e -> members.put(e.getKey(), shuffled(e.getValue(), random)));
        yield new Json.Obj(members);
      }
      case Json.Arr a -> Json.of(a.items().stream().map(item -> shuffled(item, random)).toList());
      case Json.Str s -> s;
      case Json.Num n -> n;
      case Json.Bool b -> b;
      case Json.Null nothing -> nothing;
    };
  }

  @Provide
  Arbitrary<Json> values() {
    Arbitrary<Json> leaf =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-Json.Num.MAX_SAFE, Json.Num.MAX_SAFE).map(Json::of),
            texts().map(Json::of),
            Arbitraries.of(true, false).map(Json::of),
            Arbitraries.create(Json.Null::new));
    return Arbitraries.recursive(() -> leaf, JsonProperties::nested, 0, 4);
  }

  private static Arbitrary<Json> nested(Arbitrary<Json> inner) {
    return Arbitraries.oneOf(
        inner,
        inner.list().ofMaxSize(4).map(Json::of),
        Arbitraries.maps(texts(), inner).ofMaxSize(4).map(Json.Obj::new));
  }

  /** Any text that has a UTF-8 form, astral characters and control characters included. */
  private static Arbitrary<String> texts() {
    return Arbitraries.strings().all().ofMaxLength(8).filter(Json::isPaired);
  }
}
