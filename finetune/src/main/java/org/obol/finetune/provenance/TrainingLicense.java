package org.obol.finetune.provenance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.obol.dataset.manifest.Card;
import org.obol.finetune.provenance.TrainingPermission.Allowed;
import org.obol.finetune.provenance.TrainingPermission.Forbidden;
import org.obol.finetune.provenance.TrainingPermission.Unclear;

/**
 * What a card says about training. The stricter of two statements counts:
 *
 * <table>
 * <caption>Statement and answer</caption>
 * <tr><td>{@code permissions.train} is {@code notAllowed}</td><td>forbidden</td></tr>
 * <tr><td>a licence id or keyword with the words no-ai, no-ml, no-train(ing)</td><td>forbidden</td></tr>
 * <tr><td>a licence that forbids derivatives ({@code CC-BY-ND-4.0}, {@code CC-BY-NC-ND-4.0}, any id
 * with the part {@code ND})</td><td>forbidden</td></tr>
 * <tr><td>{@code permissions.train} is {@code constrained}, or a word we do not know</td><td>unclear</td></tr>
 * <tr><td>{@code permissions.train} is {@code allowed}</td><td>allowed</td></tr>
 * <tr><td>public domain, attribution and permissive licences ({@code CC0-1.0}, {@code CC-BY-4.0},
 * {@code MIT}, {@code Apache-2.0}, {@code CDLA-Permissive-2.0}, …)</td><td>allowed</td></tr>
 * <tr><td>anything else: no licence, share-alike, non-commercial, {@code LicenseRef-…}</td><td>unclear</td></tr>
 * </table>
 *
 * <p>Why ND stops: what a run makes, it is made to pass on, and whether an adapter is an adaptation
 * of the data is not settled anywhere; the owner who means otherwise can say so under another
 * licence. Of alternatives ({@code MIT OR CC-BY-ND-4.0}) the licensee chooses, so that all have to
 * forbid; of an expression with brackets each part counts. This reads what is signed and gives no
 * legal advice.
 */
public final class TrainingLicense {

  private static final Pattern NO_TRAINING =
      Pattern.compile("(^|[^a-z])no-?(ai|ml|train|training|machine-?learning)([^a-z].*)?$");
  private static final Pattern NO_DERIVATIVES = Pattern.compile("(^|.*-)nd(-.*)?");
  private static final Pattern ATTRIBUTION =
      Pattern.compile("cc-by-[0-9]\\.[0-9](-[a-z]{2,3})?|cc0-1\\.0|odc-by-1\\.0|pddl-1\\.0");
  private static final Set<String> PERMISSIVE =
      Set.of(
          "mit",
          "mit-0",
          "apache-2.0",
          "bsd-2-clause",
          "bsd-3-clause",
          "0bsd",
          "isc",
          "unlicense",
          "cdla-permissive-1.0",
          "cdla-permissive-2.0");

  private TrainingLicense() {}

  /** What {@code card} says. */
  public static TrainingPermission of(Card card) {
    return forbidden(card).or(() -> permission(card)).orElseGet(() -> license(card));
  }

  private static Optional<TrainingPermission> forbidden(Card card) {
    if ("notAllowed".equalsIgnoreCase(card.permissions().get("train"))) {
      return Optional.of(new Forbidden("the card says permissions.train = notAllowed"));
    }
    Optional<String> keyword =
        card.keywords().stream().filter(k -> forbidsTraining(k.toLowerCase(Locale.ROOT))).findAny();
    if (keyword.isPresent()) {
      return Optional.of(new Forbidden("the card has the keyword \"" + keyword.get() + "\""));
    }
    return card.license()
        .filter(TrainingLicense::everyAlternativeForbids)
        .map(id -> new Forbidden("the licence " + id + " forbids training or derivatives"));
  }

  private static Optional<TrainingPermission> permission(Card card) {
    return Optional.ofNullable(card.permissions().get("train"))
        .map(
            train ->
                train.equals("allowed")
                    ? new Allowed("the card says permissions.train = allowed")
                    : new Unclear("the card says permissions.train = " + train));
  }

  private static TrainingPermission license(Card card) {
    return card.license()
        .<TrainingPermission>map(
            id ->
                alternatives(id).anyMatch(TrainingLicense::isPermissive)
                    ? new Allowed("the licence " + id + " allows it")
                    : new Unclear("the licence " + id + " is not one that is known to allow it"))
        .orElseGet(() -> new Unclear("the card names no licence"));
  }

  private static boolean everyAlternativeForbids(String expression) {
    return alternatives(expression)
        .allMatch(ids -> ids.stream().anyMatch(TrainingLicense::forbids));
  }

  /** The alternatives of an SPDX expression, each with its ids; brackets make one of all. */
  private static Stream<List<String>> alternatives(String expression) {
    String lower = expression.toLowerCase(Locale.ROOT);
    String[] parts =
        lower.contains("(")
            ? new String[] {lower.replaceAll("[()]", " ")}
            : lower.split("\\s+or\\s+");
    return Stream.of(parts)
        .map(
            part ->
                Stream.of(part.strip().split("\\s+"))
                    .filter(word -> !Set.of("and", "or", "with", "").contains(word))
                    .toList());
  }

  private static boolean isPermissive(List<String> ids) {
    return !ids.isEmpty()
        && ids.stream()
            .allMatch(id -> PERMISSIVE.contains(id) || ATTRIBUTION.matcher(id).matches());
  }

  private static boolean forbids(String id) {
    return NO_DERIVATIVES.matcher(id).matches() || forbidsTraining(id);
  }

  private static boolean forbidsTraining(String word) {
    return NO_TRAINING.matcher(word.replaceAll("[ _]", "-")).find();
  }
}
