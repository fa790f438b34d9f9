package org.obol.anonymize.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.obol.anonymize.GoldSpan;
import org.obol.anonymize.Label;
import org.obol.anonymize.LabelledCase;

/**
 * Texts of prose, separators, values that are right, and values that just miss. Values come from
 * the labelled set; most are changed at random until the oracle takes them again.
 */
final class RandomTexts {
  /**
   * Longer than the left context reaches, so that words before a value are not those of the next.
   */
  private static final String FAR = " und so weiter und so fort, ganz ohne jede Eile dazu ";

  private static final List<String> PROSE =
      List.of(
          "see", "also", "und", "der", "voilà", "après", "señor", "não", "żółw", "привет", "мир",
          "你好", "这是", "こんにちは", "サーバー", "안녕", "สวัสดี", "🙂", "👩‍💻", "é", "x", "a_b", "foo()",
          "<b>", "</b>", "e.g.", "{", "}", "[1]", "v2", "// note", "#", "--", "…", "C++", "user",
          "1st", "∑");

  private static final List<String> BEFORE =
      List.of(
          " ", " ", " ", "\n", "\t", "(", "\"", "'", "`", ": ", "=", ", ", "，", "：", "。", "「", "[",
          "> ", "是", "は", "– ", "🙂", "\u00a0", "; ", "| ");

  private static final List<String> AFTER =
      List.of(
          " ", " ", " ", "\n", "\t", ")", "\"", "'", "`", ", ", ". ", "; ", "! ", "? ", "，", "。",
          "」", "]", " <", "是", "です", " –", "🙂", "\u00a0", " |", "…");

  private static final Map<Label, List<String>> CONTEXTS = new HashMap<>();

  static {
    CONTEXTS.put(Label.PHONE, List.of("phone ", "tel: ", "my cell is "));
    CONTEXTS.put(Label.CREDIT_CARD, List.of("card ", "visa "));
    CONTEXTS.put(Label.SSN, List.of("ssn ", "SSN: ", "social security "));
    CONTEXTS.put(Label.ITIN, List.of("ITIN: ", "taxpayer "));
    CONTEXTS.put(Label.UK_NHS, List.of("NHS "));
    CONTEXTS.put(Label.DE_TAX_ID, List.of("Steuer-ID: ", "IdNr "));
    CONTEXTS.put(Label.PL_PESEL, List.of("PESEL: ", "pesel "));
    CONTEXTS.put(Label.BR_CPF, List.of("cpf "));
    CONTEXTS.put(Label.IN_AADHAAR, List.of("aadhaar "));
    CONTEXTS.put(Label.CA_SIN, List.of("SIN: ", "social insurance "));
    CONTEXTS.put(Label.AWS_SECRET, List.of("aws_secret_access_key=", "SecretAccessKey: "));
    CONTEXTS.put(Label.AZURE_KEY, List.of("AccountKey="));
    CONTEXTS.put(Label.ETH_KEY, List.of("private key ", "tx ", "hash: "));
    CONTEXTS.put(Label.BEARER, List.of("Authorization: "));
    CONTEXTS.put(Label.IPV4, List.of("version ", "section ", "Chrome/", "http://", "v"));
    CONTEXTS.put(Label.HOME_PATH, List.of("file://", "/mnt/c", "/var", "https://example.com", "."));
    CONTEXTS.put(Label.EMAIL, List.of("mailto:", "ssh://", "https://u:"));
  }

  private final RandomGenerator random;
  private final Map<Label, List<String>> values = new TreeMap<>(Comparator.comparingInt(Label::id));
  private final List<Label> labels;

  RandomTexts(RandomGenerator random) {
    this.random = random;
    for (LabelledCase each : LabelledCase.all()) {
      for (GoldSpan span : each.only(Oracle.labels()).spans()) {
        String text = each.text();
        int start = text.offsetByCodePoints(0, span.start());
        int end = text.offsetByCodePoints(0, span.end());
        values
            .computeIfAbsent(span.label(), label -> new ArrayList<>())
            .add(text.substring(start, end));
      }
    }
    this.labels = List.copyOf(values.keySet());
  }

  /** A text in pieces; some of them may be left out and it is still a text of this kind. */
  List<String> next() {
    List<String> pieces = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      for (int words = random.nextInt(3); words > 0; words--) {
        pieces.add(pick(PROSE) + " ");
      }
      addValue(pieces);
    }
    return pieces;
  }

  private void addValue(List<String> pieces) {
    Label label = pick(labels);
    boolean near = random.nextInt(100) < 35;
    String value = fresh(label, pick(values.get(label)));
    if (near) {
      value = label == Label.PRIVATE_KEY ? truncated(value) : miss(value);
    }
    boolean context = CONTEXTS.containsKey(label) && random.nextInt(4) > 0;
    boolean alone = pieces.isEmpty() && random.nextInt(4) == 0;
    pieces.add(alone ? "" : pick(BEFORE));
    if (context) {
      pieces.add(FAR);
      pieces.add(pick(CONTEXTS.get(label)));
    }
    pieces.add(value);
    pieces.add(random.nextInt(8) == 0 ? "" : pick(AFTER));
    pieces.add(FAR);
  }

  /** Another value of the same shape, or the same where none is found soon. */
  private String fresh(Label label, String value) {
    for (int tries = 0; tries < 40; tries++) {
      String other = value;
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        other = change(other);
      }
      if (Oracle.accepts(label, CONTEXTS.getOrDefault(label, List.of("")).getFirst(), other)) {
        return other;
      }
    }
    return value;
  }

  /** One letter or digit replaced by another of its kind. */
  private String change(String value) {
    int at = random.nextInt(value.length());
    char c = value.charAt(at);
    String kind =
        c >= '0' && c <= '9'
            ? "0123456789"
            : c >= 'a' && c <= 'f'
                ? "abcdef"
                : c >= 'g' && c <= 'z'
                    ? "ghijkmnopqrstuvwxyz"
                    : c >= 'A' && c <= 'Z' ? "ABCDEFGHJKLMNPQRSTUVWXYZ" : String.valueOf(c);
    char other = kind.charAt(random.nextInt(kind.length()));
    return value.substring(0, at) + other + value.substring(at + 1);
  }

  /** Without the end of the base64 lines. */
  private String truncated(String key) {
    int first = key.contains("-----END") ? key.indexOf("-----END") : key.length();
    int from = Math.min(80, first);
    return key.substring(0, from + random.nextInt(Math.max(1, first - from - 2))) + "A";
  }

  /** {@code value} with something small wrong, which may still leave it right. */
  private String miss(String value) {
    int at = random.nextInt(value.length());
    return switch (random.nextInt(10)) {
      case 0 -> value + random.nextInt(10);
      case 1 -> random.nextInt(10) + value;
      case 2 -> value + pick(List.of("x", "Z", "_", "é", "ж"));
      case 3 -> pick(List.of("x", "Z", "_", "é", "ж")) + value;
      case 4 -> value.substring(0, value.length() - 1);
      case 5 -> value.substring(1);
      case 6 -> value.substring(0, at) + value.substring(at + 1);
      case 7 -> value.substring(0, at) + random.nextInt(10) + value.substring(at);
      default -> change(value);
    };
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
