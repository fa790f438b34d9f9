package org.obol.anonymize.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.anonymize.onnx.TinyModel.found;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.anonymize.Label;

final class TagsTest {
  @TempDir Path folder;

  @Test
  void bioes_closes_an_entity_at_its_end() {
    try (OnnxDetector detector =
        OnnxDetector.open(
            TinyModel.of("O", "B-PER", "I-PER", "E-PER", "S-PER")
                .says("B-PER", "Ada")
                .says("I-PER", "King")
                .says("E-PER", "Hopper")
                .says("S-PER", "Zoë")
                .write(folder))) {
      assertThat(found(detector, "Ada King Hopper Zoë Zoë Ada Hopper King"))
          .containsExactly(
              "PERSON:Ada King Hopper",
              "PERSON:Zoë",
              "PERSON:Zoë",
              "PERSON:Ada Hopper",
              "PERSON:King");
    }
  }

  @Test
  void bilou_is_read_too() {
    try (OnnxDetector detector =
        OnnxDetector.open(
            TinyModel.of("O", "B-ORG", "I-ORG", "L-ORG", "U-ORG")
                .says("B-ORG", "Acme")
                .says("L-ORG", "Works")
                .says("U-ORG", "Initech")
                .write(folder))) {
      assertThat(found(detector, "Acme Works Initech, Initech"))
          .containsExactly(
              "ORGANIZATION:Acme Works", "ORGANIZATION:Initech", "ORGANIZATION:Initech");
    }
  }

  @Test
  void plain_names_join_across_spaces_only() {
    try (OnnxDetector detector =
        OnnxDetector.open(
            TinyModel.of("O", "first_name", "last_name", "E-MAIL", "phone")
                .says("first_name", "Ada")
                .says("last_name", "King")
                .says("E-MAIL", "a", "@", "b")
                .says("phone", "415", "555", "0132", "1")
                .says("O", "+", "(", ")", "-", ",")
                .write(folder))) {
      assertThat(found(detector, "Ada King, Ada a@b"))
          .containsExactly("PERSON:Ada King", "PERSON:Ada", "EMAIL:a@b");
      assertThat(found(detector, "call +1 415-555-0132, (415) 555"))
          .containsExactly("PHONE:+1 415-555-0132", "PHONE:(415", "PHONE:555");
    }
  }

  @Test
  void different_parts_of_a_name_are_one_person() {
    try (OnnxDetector detector =
        OnnxDetector.open(
            TinyModel.of("O", "B-GIVEN_NAME", "B-SURNAME", "B-URL")
                .says("B-GIVEN_NAME", "Ada")
                .says("B-SURNAME", "King")
                .says("B-URL", "site")
                .write(folder))) {
      assertThat(found(detector, "Ada King site Ada"))
          .containsExactly("PERSON:Ada King", "PERSON:Ada");
      assertThat(detector.ignored()).containsExactly("URL");
    }
  }

  @Test
  void a_token_torn_between_two_kinds_of_name_is_a_name() {
    Tags tags = new Tags(List.of("O", "B-GIVEN_NAME", "B-SURNAME", "B-CITY"));
    Tags.Judge judge = tags.new Judge(0.5);
    int tag = judge.tag(new float[] {9, 1.2f, 1, 1, 0.9f}, 1);
    assertThat(tags.label(tag)).isEqualTo(Label.PERSON);
    assertThat(tag).isEqualTo(1);
    assertThat(judge.probability()).isBetween(0.7, 0.72);
    assertThat(tags.new Judge(0.8).tag(new float[] {1.2f, 1, 1, 0.9f}, 0)).isEqualTo(Tags.NONE);
  }

  @Test
  void names_of_models_become_labels_of_ours() {
    assertThat(LabelNames.label("GivenName")).contains(Label.PERSON);
    assertThat(LabelNames.label("LASTNAME2")).contains(Label.PERSON);
    assertThat(LabelNames.label("per")).contains(Label.PERSON);
    assertThat(LabelNames.label("Zip-Code")).contains(Label.ADDRESS);
    assertThat(LabelNames.label("GPE")).contains(Label.LOCATION);
    assertThat(LabelNames.label("dob")).contains(Label.DATE_OF_BIRTH);
    assertThat(LabelNames.label("IPV4")).contains(Label.IPV4);
    assertThat(LabelNames.label("tax id")).contains(Label.of("TAX_ID"));
    assertThat(LabelNames.label("WORK_OF_ART")).isEmpty();
  }
}
