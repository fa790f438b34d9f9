package org.obol.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LabelledSetTest {
  private static final Set<Label> FROM_A_MODEL =
      Set.of(Label.PERSON, Label.ADDRESS, Label.ORGANIZATION, Label.LOCATION);

  @Test
  void theFullProfileFindsNearlyAllAndNearlyNothingElse() {
    Score score = score("full profile", LabelledCase.all(), Set.copyOf(Label.constants()));
    assertThat(score.precision()).as(score.wrong()).isGreaterThanOrEqualTo(0.98);
    assertThat(score.recall()).as(score.wrong()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void theReferenceProfileFindsNearlyAllOfItsTwelveLabels() {
    Set<Label> twelve =
        Label.constants().stream().filter(Label::inReference).collect(Collectors.toSet());
    List<LabelledCase> cases =
        LabelledCase.all().stream()
            .filter(each -> each.isNegative() || !each.only(twelve).isNegative())
            .map(each -> each.only(twelve))
            .toList();
    Score score = score("reference profile", cases, twelve);
    assertThat(score.precision()).as(score.wrong()).isGreaterThanOrEqualTo(0.98);
    assertThat(score.recall()).as(score.wrong()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void theSetIsLargeHardAndHasEveryLabel() {
    List<LabelledCase> cases = LabelledCase.all();
    Map<Label, Integer> positives = new HashMap<>();
    Set<String> ids = new HashSet<>();
    int negatives = 0;
    for (LabelledCase each : cases) {
      assertThat(ids.add(each.id())).as("%s stands once", each.id()).isTrue();
      each.spans().forEach(span -> positives.merge(span.label(), 1, Integer::sum));
      negatives += each.isNegative() ? 1 : 0;
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(600);
    assertThat(negatives * 10).isGreaterThanOrEqualTo(cases.size() * 4);
    assertThat(positives.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Label.constants().stream().filter(label -> !FROM_A_MODEL.contains(label)).toList());
    assertThat(positives.values()).allMatch(count -> count >= 6);
  }

  private static Score score(String name, List<LabelledCase> cases, Set<Label> wanted) {
    Found found = new Found(wanted);
    Score score = new Score();
    for (LabelledCase each : cases) {
      score.add(each, found.in(each.key(), each.text()));
    }
    System.out.print(score.table(name));
    System.out.print(score.wrong());
    return score;
  }
}
