package org.obol.anonymize.oracle;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.obol.anonymize.Label;

/** What docs/entities.md does not decide: texts in which scanner and oracle may differ. */
final class OpenQuestions {
  /** How many digits numbers of some countries have, country code included. */
  private static final Map<String, String> PHONE_LENGTHS =
      Map.ofEntries(
          Map.entry("7", "11"),
          Map.entry("33", "11"),
          Map.entry("34", "11"),
          Map.entry("39", "12"),
          Map.entry("41", "11"),
          Map.entry("44", "12"),
          Map.entry("48", "11"),
          Map.entry("49", "11|12"),
          Map.entry("52", "12"),
          Map.entry("55", "13"),
          Map.entry("61", "11"),
          Map.entry("81", "12"),
          Map.entry("86", "13"),
          Map.entry("91", "12"));

  static final List<Rule> ALL =
      List.of(
          // The user name: letters of which scripts, a dash at its end; what may be before the
          // path.
          anywhere(
              Label.HOME_PATH,
              "(?:/home/|(?:[A-Za-z]:)?[/\\\\]Users[/\\\\])[\\p{L}\\p{Nd}_.-]+",
              c ->
                  c.value().matches(".*(?:-|[^\\x00-\\x7F].*)")
                      || c.beforeEnds("[^\\x00-\\x7F\\u00a0]|[\\[\\]<>{}|;,]")
                      || (c.value().charAt(1) == ':' && c.beforeEnds("[^\\w\\s]"))),
          // National numbers after a word such as phone, and 1 before a space or dot.
          anywhere(
              Label.PHONE, "[(+]?[0-9][0-9 ()./-]{5,}", c -> c.near(PersonalRules.PHONE_WORDS)),
          anywhere(Label.PHONE, "1(?:[ .]\\(?|\\()[2-9][0-9 ().-]{9,}", c -> true),
          // A bracket that is not closed behind the area code.
          anywhere(Label.PHONE, "\\([2-9][0-9]{2}[ .-][2-9][0-9]{2}[ .-][0-9]{4}", c -> true),
          // Numbers abroad whose length may not be one of the country's.
          anywhere(Label.PHONE, "\\+[0-9](?:[ ().-]*[0-9])+", OpenQuestions::isUnusuallyLong),
          // Years of birth before 1900 and after 2030.
          anywhere(Label.PL_PESEL, "[0-9]{2}[2-9][0-9]{8}", c -> c.near("pesel")),
          anywhere(
              Label.CN_RESIDENT_ID,
              "[0-9]{17}[0-9Xx]",
              c -> !c.value().substring(6, 10).matches("19[0-9]{2}|20[0-2][0-9]")),
          anywhere(Label.CN_RESIDENT_ID, "0[0-9]{16}[0-9Xx]", c -> true),
          // First digits that are not given out.
          anywhere(Label.CA_SIN, "[08][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}", c -> c.near("s")),
          anywhere(Label.IPV4, "0(?:\\.[0-9]{1,3}){3}", c -> true),
          anywhere(Label.UK_NINO, "[A-Z][DFIQUV][0-9 ]{6,}[A-D]", c -> true),
          anywhere(
              Label.UK_NINO,
              "[A-Z]{2}[0-9 ]{6,9}[A-D]",
              c ->
                  c.value().contains(" ")
                      && !c.value().matches("[A-Z]{2} [0-9]{2} [0-9]{2} [0-9]{2} [A-D]")),
          anywhere(
              Label.FR_NIR,
              "[12][0-9AB ]{14,20}",
              c ->
                  c.value().contains(" ")
                      && !c.value().matches("[12](?: [0-9AB]{2}){3}(?: [0-9]{3}){2} [0-9]{2}.*")),
          // All of 127/8; letters glued to the padding of a key.
          anywhere(Label.IPV4, "127(?:\\.[0-9]{1,3}){3}", c -> true),
          anywhere(Label.AZURE_KEY, "AccountKey=[A-Za-z0-9+/]{86}==[\\p{L}\\w]", c -> true),
          // A mark of emphasis, or part of the name?
          anywhere(Label.EMAIL, "_[^\\s@]+@|@[^\\s@]+_", c -> true),
          // No space behind the sentence, or a name that ends in no top-level domain?
          anywhere(Label.EMAIL, "@[^\\s@]+\\.(?:[A-Za-z]|[A-Za-z]*[0-9]\\w*)(?!\\w)", c -> true),
          // More file types than the page names; a quote in the user info of a URL.
          anywhere(
              Label.EMAIL,
              "@[^\\s@]+\\.(?:ogg|mp[34]|wav|avi|mov|webm|pdf|txt|xml|html?|csv|tsx?|jsx|vue|scss"
                  + "|less|woff2?|ttf|ya?ml|lock|zip|gz|tar|bmp|ico|tiff?|avif|heic|exe|dll|doc)\\b",
              c -> true),
          anywhere(Label.EMAIL, "://[^\\s/@]*['\"][^\\s@]*@\\S+", c -> true),
          // Base64 that is badly padded, or of text that is not ASCII.
          anywhere(
              Label.BASIC_AUTH,
              "(?i:basic) +([A-Za-z0-9+/]+=*)",
              c -> !Checks.isCleanBase64(c.group(1))),
          // The alphabet of Slack behind its digits; where a private key ends that is cut short.
          anywhere(Label.SLACK_TOKEN, "(?:xox[a-z]|xapp)-[\\w-]+_", c -> true),
          anywhere(
              Label.PRIVATE_KEY,
              "-----BEGIN [A-Z"
                  + " ]+-----[A-Za-z0-9+/=\\s\\\\]*[n\\s][A-Za-z0-9+/=]{1,15}(?![A-Za-z0-9+/=])",
              c -> !c.after().startsWith("-----END")),
          anywhere(
              Label.PRIVATE_KEY,
              "-----BEGIN [A-Z ]+-----[A-Za-z0-9+/\\s\\\\]*=+[A-Za-z0-9+/]{1,15}",
              c -> !c.after().contains("-----END")),
          // Prefixes of Maestro.
          anywhere(Label.CREDIT_CARD, "(?:5[06-9]|6)[0-9 -]{10,22}[0-9]", c -> true));

  private OpenQuestions() {}

  private static Rule anywhere(Label label, String regex, Predicate<Candidate> confirmed) {
    return new Rule(label, Pattern.compile(regex), confirmed);
  }

  private static boolean isUnusuallyLong(Candidate c) {
    String digits = Checks.digits(c.value().replace("(0)", ""));
    return digits.length() >= 8
        && digits.length() <= 15
        && !digits.startsWith("1")
        && PHONE_LENGTHS.entrySet().stream()
            .noneMatch(
                country ->
                    digits.startsWith(country.getKey())
                        && String.valueOf(digits.length()).matches(country.getValue()));
  }
}
