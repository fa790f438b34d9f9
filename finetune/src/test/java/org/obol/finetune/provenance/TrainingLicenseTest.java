package org.obol.finetune.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.dataset.manifest.Card;

class TrainingLicenseTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CC-BY-ND-4.0",
        "cc-by-nc-nd-3.0-de",
        "CC-BY-NC-ND-4.0 AND MIT",
        "CC-BY-ND-4.0 OR CC-BY-NC-ND-4.0",
        "(MIT AND CC-BY-ND-4.0)",
        "LicenseRef-acme-no-ai",
        "LicenseRef-NoAI-1.0",
        "LicenseRef-no-ai-training",
        "LicenseRef-no_training",
        "LicenseRef-no-ml"
      })
  void licences_that_forbid(String license) {
    assertThat(TrainingLicense.of(card(license, List.of(), Map.of("train", "allowed"))))
        .isInstanceOf(TrainingPermission.Forbidden.class)
        .extracting(TrainingPermission::reason)
        .asString()
        .contains(license);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MIT",
        "Apache-2.0",
        "CC0-1.0",
        "CC-BY-4.0",
        "CC-BY-3.0-DE",
        "MIT AND CC-BY-4.0",
        "MIT OR CC-BY-ND-4.0",
        "CDLA-Permissive-2.0"
      })
  void licences_that_allow(String license) {
    assertThat(TrainingLicense.of(card(license, List.of(), Map.of())))
        .isInstanceOf(TrainingPermission.Allowed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CC-BY-SA-4.0",
        "CC-BY-NC-4.0",
        "LicenseRef-acme",
        "LicenseRef-casino-airline",
        "proprietary",
        "MIT AND LicenseRef-acme",
        "",
        "OR"
      })
  void licences_that_leave_it_open(String license) {
    assertThat(TrainingLicense.of(card(license, List.of(), Map.of())))
        .isInstanceOf(TrainingPermission.Unclear.class);
  }

  @Test
  void a_card_that_says_nothing_leaves_it_open() {
    assertThat(TrainingLicense.of(Card.EMPTY)).isInstanceOf(TrainingPermission.Unclear.class);
  }

  @Test
  void the_permission_to_train_counts_before_the_licence_but_never_against_a_ban() {
    assertThat(TrainingLicense.of(card("LicenseRef-acme", List.of(), Map.of("train", "allowed"))))
        .isInstanceOf(TrainingPermission.Allowed.class);
    assertThat(TrainingLicense.of(card("MIT", List.of(), Map.of("train", "notAllowed"))))
        .isInstanceOf(TrainingPermission.Forbidden.class);
    assertThat(TrainingLicense.of(card("MIT", List.of(), Map.of("train", "constrained"))))
        .isInstanceOf(TrainingPermission.Unclear.class);
    assertThat(TrainingLicense.of(card("MIT", List.of("No AI training"), Map.of())))
        .isInstanceOf(TrainingPermission.Forbidden.class);
  }

  private static Card card(String license, List<String> keywords, Map<String, String> permissions) {
    return new Card(
        Optional.empty(),
        Optional.empty(),
        Optional.of(license),
        Optional.empty(),
        keywords,
        permissions);
  }
}
