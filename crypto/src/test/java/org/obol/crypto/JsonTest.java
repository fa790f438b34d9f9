package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JsonTest {

  private static final Json.Obj OBJECT =
      JsonReader.read(
              "{\"t\":\"x\",\"i\":-7,\"f\":1.5,\"b\":true,\"o\":{\"k\":1},\"l\":[1],\"n\":null}")
          .asObject("document");

  @Test
  void membersAreReadByTheirType() {
    assertThat(OBJECT.text("t")).contains("x");
    assertThat(OBJECT.integer("i")).contains(-7L);
    assertThat(OBJECT.bool("b")).contains(true);
    assertThat(OBJECT.object("o").orElseThrow().requireInteger("k")).isEqualTo(1);
    assertThat(OBJECT.list("l")).contains(List.of(Json.of(1)));
    assertThat(OBJECT.requireText("t")).isEqualTo("x");
    assertThat(OBJECT.get("n")).contains(new Json.Null());
  }

  @Test
  void absentAndNullAreEmpty() {
    assertThat(OBJECT.text("none")).isEmpty();
    assertThat(OBJECT.text("n")).isEmpty();
    assertThat(OBJECT.get("none")).isEmpty();
    assertThatThrownBy(() -> OBJECT.requireText("n")).hasMessage("field \"n\" is missing");
    assertThatThrownBy(() -> OBJECT.requireInteger("none")).hasMessage("field \"none\" is missing");
  }

  @Test
  void aWrongTypeIsNamed() {
    assertThatThrownBy(() -> OBJECT.text("i")).hasMessage("field \"i\" must be a string");
    assertThatThrownBy(() -> OBJECT.integer("t")).hasMessage("field \"t\" must be an integer");
    assertThatThrownBy(() -> OBJECT.integer("f"))
        .hasMessage("field \"f\" must be an integer, not 1.5");
    assertThatThrownBy(() -> OBJECT.bool("t")).hasMessage("field \"t\" must be true or false");
    assertThatThrownBy(() -> OBJECT.object("l")).hasMessage("field \"l\" must be an object");
    assertThatThrownBy(() -> OBJECT.list("o")).hasMessage("field \"o\" must be a list");
    assertThatThrownBy(() -> Json.of(1).asObject("body")).hasMessage("body must be a JSON object");
    assertThatThrownBy(() -> Json.of(1).asText("name")).hasMessage("name must be a string");
    assertThat(Json.of("x").asText("name")).isEqualTo("x");
  }

  @Test
  void membersKeepTheOrderInWhichTheyWerePut() {
    Json.Obj built =
        Json.object()
            .put("z", "text")
            .put("y", 1)
            .put("x", true)
            .put("w", List.of(Json.of(2)))
            .putIfPresent("v", Optional.of(Json.of(3)))
            .putIfPresent("u", Optional.<Json>empty())
            .build();
    assertThat(built.text()).isEqualTo("{\"z\":\"text\",\"y\":1,\"x\":true,\"w\":[2],\"v\":3}");
  }

  @Test
  void eachKindOfFailureHasItsExitCode() {
    assertThat(ObolException.Exit.values())
        .extracting(ObolException.Exit::code)
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(new JsonException("x").exit()).isEqualTo(ObolException.Exit.FAILED);
  }
}
