package org.obol.anonymize.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.obol.anonymize.Label;

/** Personal data as docs/entities.md describes it. */
final class PersonalRules {
  /** Not the middle of something longer that is made of digits, dots and dashes. */
  private static final String NOT_INSIDE = "(?<![0-9][.-])%s(?![.-]?[0-9])";

  private static final Set<String> FILE_TYPES =
      Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css", "json", "map");

  static final String[] PHONE_WORDS = {
    "phone", "tel", "mobile", "cell", "call", "text", "fax", "whatsapp", "sms", "dial"
  };

  /** ITU-T E.164 country codes. */
  static final String COUNTRY_CODES =
      "(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
          + "|21[1-368]|2[2-4][0-9]|25[0-8]|26[0-9]|29[017-9]|35[0-9]|37[0-8]|38[0-35-79]"
          + "|42[013]|50[0-9]|59[0-9]|67[0-9]|68[0-9]|69[0-2]|80[08]|85[02356]|87[08]"
          + "|88[0-36-8]|96[0-8]|97[0-79]|99[2-68])";

  private PersonalRules() {}

  /** National ids come first: the same digits may also be a phone or a card. */
  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(americanIds());
    rules.addAll(europeanIds());
    rules.addAll(otherIds());
    rules.add(email());
    rules.addAll(phones());
    rules.addAll(cards());
    rules.addAll(addresses());
    rules.addAll(ibans());
    rules.addAll(homePaths());
    return rules;
  }

  private static Rule email() {
    String letter = "[<W>&&[^_]]";
    String label = letter + "(?:(?:" + letter + "|-)*" + letter + ")?";
    String last = "(?:xn--[A-Za-z0-9-]*[A-Za-z0-9]|[<W>&&[\\p{L}]]{2,})";
    return Rule.of(
        Label.EMAIL,
        "(?<!<W>)(?<local>[<W>+](?:(?:<W>|[.%+'-])*[<W>+])?)@(?<domain>(?:"
            + label
            + "\\.)+"
            + last
            + ")",
        c -> {
          String[] value = c.value().split("@", 2);
          String type = value[1].substring(value[1].lastIndexOf('.') + 1);
          return !FILE_TYPES.contains(type)
              && !value[1].matches("[0-9]+\\.[0-9].*")
              && !c.beforeEnds("://[^\\s/@'\"]*")
              && !(value[0].equals("git") && c.after().startsWith(":"));
        });
  }

  private static List<Rule> phones() {
    String prefix = "(?:\\+1[ .-]?|(?<!\\+)1-)?";
    String joined = "[2-9][0-9]{2}(?<s>[ .-])[2-9][0-9]{2}\\k<s>[0-9]{4}";
    String bracketed = "\\([2-9][0-9]{2}\\) ?[2-9][0-9]{2}[ .-][0-9]{4}";
    String compact = "\\+1[2-9][0-9]{2}[2-9][0-9]{6}";
    String american = prefix + joined + "|" + prefix + bracketed + "|" + compact;
    String abroad = "\\+(?!1)" + COUNTRY_CODES + "(?:[ .-]?\\(0\\))?(?:[ .-]?[0-9]++)++";
    return List.of(
        Rule.of(Label.PHONE, NOT_INSIDE.formatted("(?:" + american + ")")),
        Rule.of(
            Label.PHONE,
            NOT_INSIDE.formatted(abroad),
            c -> {
              int digits = Checks.digits(c.value().replace("(0)", "")).length();
              return digits >= 8 && digits <= 15;
            }),
        Rule.of(
            Label.PHONE,
            NOT_INSIDE.formatted("[2-9][0-9]{2}[2-9][0-9]{6}"),
            c -> c.near(PHONE_WORDS)));
  }

  private static List<Rule> cards() {
    List<Rule> rules = new ArrayList<>();
    for (String s : List.of(" ", "-")) {
      String four = "[0-9]{4}" + s;
      for (String groups :
          List.of(
              four + four + four + four + "[0-9]{3}",
              four + four + four + "[0-9]{4}",
              four + "[0-9]{6}" + s + "[0-9]{5}",
              four + "[0-9]{6}" + s + "[0-9]{4}")) {
        rules.add(
            Rule.of(
                Label.CREDIT_CARD,
                NOT_INSIDE.formatted(groups),
                c -> Checks.isCard(Checks.digits(c.value()))));
      }
    }
    rules.add(
        Rule.of(
            Label.CREDIT_CARD,
            NOT_INSIDE.formatted("[0-9]{12,19}"),
            c ->
                Checks.isCard(c.value())
                    && ((c.value().length() < 17 && !Checks.isEan13(c.value()))
                        || c.near("card", "visa", "pan", "cc", "credit", "mastercard"))));
    return rules;
  }

  private static List<Rule> addresses() {
    String pair = "[0-9A-Fa-f]{2}";
    String mac =
        "(?<!(?<!<W>)[0-9A-Fa-f]{2}[:-])(?:"
            + pair
            + "(?::"
            + pair
            + "){5}|"
            + pair
            + "(?:-"
            + pair
            + "){5})(?![:-]<W>)|(?<!<W>\\.)[0-9A-Fa-f]{4}(?:\\.[0-9A-Fa-f]{4}){2}(?!\\.<W>)";
    return List.of(
        Rule.of(
            Label.IPV4,
            "(?<![0-9]\\.)[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?!\\.[0-9])",
            c ->
                Checks.isQuad(c.value())
                    && !c.value().matches("127\\.0\\.0\\.1|0\\.0\\.0\\.0|255\\..*")
                    && !c.beforeEnds("\\w/|(?i:version|section|clause|oid|§)[ :=.]*")),
        Rule.of(
            Label.IPV6,
            "(?<![:.])(?:::)?<H>(?:::?<H>)*(?:::|(?:::?[0-9]{1,3}(?:\\.[0-9]{1,3}){3}))?(?!:?<W>|::|\\.[0-9])"
                .replace("<H>", "[0-9A-Fa-f]{1,4}"),
            c -> c.value().contains(":") && Checks.ipv6(c.value())),
        Rule.of(
            Label.MAC, mac, c -> !c.value().matches("[0:.-]+") && !c.value().matches("[Ff:.-]+")));
  }

  private static List<Rule> ibans() {
    Map<Integer, List<String>> countries = new TreeMap<>();
    Checks.IBAN_LENGTHS.forEach(
        (country, length) ->
            countries.computeIfAbsent(length, each -> new ArrayList<>()).add(country));
    List<Rule> rules = new ArrayList<>();
    countries.forEach(
        (length, names) -> {
          int rest = length % 4;
          String bare = "[A-Z0-9]{%d}".formatted(length - 4);
          String spaced =
              "(?: [A-Z0-9]{4}){%d}".formatted(length / 4 - 1)
                  + (rest == 0 ? "" : " [A-Z0-9]{%d}".formatted(rest));
          rules.add(
              Rule.of(
                  Label.IBAN,
                  "(?:%s)[0-9]{2}(?:%s|%s)".formatted(String.join("|", names), bare, spaced),
                  c -> Checks.iban(c.value().replace(" ", ""))));
        });
    return rules;
  }

  private static List<Rule> americanIds() {
    String dashed = NOT_INSIDE.formatted("[0-9]{3}-[0-9]{2}-[0-9]{4}");
    String other = NOT_INSIDE.formatted("(?:[0-9]{3} [0-9]{2} [0-9]{4}|[0-9]{9})");
    return List.of(
        Rule.of(Label.SSN, dashed, c -> Checks.ssn(c.digits())),
        Rule.of(Label.SSN, other, c -> Checks.ssn(c.digits()) && c.near("ssn", "social security")),
        Rule.of(Label.ITIN, dashed, c -> Checks.itin(c.digits())),
        Rule.of(Label.ITIN, other, c -> Checks.itin(c.digits()) && c.near("itin", "taxpayer")),
        Rule.of(
            Label.CA_SIN,
            NOT_INSIDE.formatted("(?:[0-9]{3}(?<s>[ -]?)[0-9]{3}\\k<s>[0-9]{3})"),
            c -> Checks.luhn(c.digits()) && c.near("sin", "social insurance")));
  }

  private static List<Rule> europeanIds() {
    return List.of(
        Rule.of(
            Label.UK_NINO,
            "[A-Z]{2}(?:[0-9]{6}| [0-9]{2} [0-9]{2} [0-9]{2} )[A-D]",
            c -> Checks.nino(c.value())),
        Rule.of(
            Label.UK_NHS,
            NOT_INSIDE.formatted("[0-9]{3} [0-9]{3} [0-9]{4}"),
            c -> Checks.nhs(c.digits()) && c.near("nhs")),
        Rule.of(Label.ES_DNI, "(?:[0-9]{8}|[XYZ][0-9]{7})-?[A-Z]", c -> Checks.dni(c.value())),
        Rule.of(
            Label.FR_NIR,
            NOT_INSIDE.formatted(
                "(?:[12][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{8}"
                    + "|[12] [0-9]{2} [0-9]{2} (?:[0-9]{2}|2[AB]) [0-9]{3} [0-9]{3} [0-9]{2})"),
            c -> Checks.nir(c.value())),
        Rule.of(
            Label.DE_TAX_ID,
            NOT_INSIDE.formatted("[0-9]{11}"),
            c -> Checks.germanTaxId(c.value()) && c.near("steuer-id", "idnr", "tin")),
        Rule.of(
            Label.IT_FISCAL_CODE,
            "[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]",
            c -> Checks.fiscalCode(c.value())),
        Rule.of(
            Label.PL_PESEL,
            NOT_INSIDE.formatted("[0-9]{11}"),
            c -> c.near("pesel") && Checks.pesel(c.value())),
        Rule.of(
            Label.CH_AHV,
            NOT_INSIDE.formatted("756\\.[0-9]{4}\\.[0-9]{4}\\.[0-9]{2}"),
            c -> Checks.ean13(c.digits())));
  }

  private static List<Rule> otherIds() {
    return List.of(
        Rule.of(
            Label.BR_CPF,
            NOT_INSIDE.formatted("[0-9]{3}\\.[0-9]{3}\\.[0-9]{3}-[0-9]{2}"),
            c -> Checks.cpf(c.digits())),
        Rule.of(
            Label.BR_CPF,
            NOT_INSIDE.formatted("[0-9]{11}"),
            c -> Checks.cpf(c.digits()) && c.near("cpf")),
        Rule.of(
            Label.IN_AADHAAR,
            "(?<![0-9][ .-])[2-9][0-9]{3}(?<s>[ -])[0-9]{4}\\k<s>[0-9]{4}(?![ .-][0-9])",
            c -> Checks.verhoeff(c.digits())),
        Rule.of(
            Label.IN_AADHAAR,
            NOT_INSIDE.formatted("[2-9][0-9]{11}"),
            c -> Checks.verhoeff(c.digits()) && c.near("aadhaar", "aadhar", "uidai")),
        Rule.of(
            Label.CN_RESIDENT_ID,
            "(?<![0-9][.-])[0-9]{17}[0-9Xx]",
            c -> Checks.chineseId(c.value())));
  }

  private static List<Rule> homePaths() {
    String name = "(?<name>(?:<W>|[.-])*[<W>-])";
    String start = "(?:^|(?s:.*)[\\s\\u00a0\"'`=:(])(?:file://)?";
    String mount = "(?:/mnt/[A-Za-z]|/[A-Za-z]|/cygdrive/[A-Za-z]|/var|/export)?";
    return List.of(
        new Rule(
            Label.HOME_PATH,
            Pattern.compile(("(?:/home/|/Users/)" + name).replace("<W>", Rule.W)),
            c ->
                isPerson(c.group(1))
                    && !c.beforeEnds("(?<!\\w)[A-Za-z]:")
                    && c.before().matches(start + mount)),
        new Rule(
            Label.HOME_PATH,
            Pattern.compile(("[A-Za-z]:(?<s>[\\\\/])Users\\k<s>" + name).replace("<W>", Rule.W)),
            c -> isPerson(c.group(2)) && c.before().matches(start + "/?")));
  }

  private static boolean isPerson(String name) {
    return !Set.of("Shared", "Public", "Default", "All").contains(name)
        && !name.matches("[0-9]+|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
  }
}
