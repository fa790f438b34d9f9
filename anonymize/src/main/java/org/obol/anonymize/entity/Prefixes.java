package org.obol.anonymize.entity;

import static org.obol.anonymize.entity.Shape.ANY_LENGTH;
import static org.obol.anonymize.entity.Shape.DIGIT;
import static org.obol.anonymize.entity.Shape.LOWER;
import static org.obol.anonymize.entity.Shape.UPPER;
import static org.obol.anonymize.entity.Shape.WHOLE;

import java.util.ArrayList;
import java.util.List;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** The tokens of services, by the first character of their prefix (docs/entities.md). */
final class Prefixes {
  private static final Shape[] NONE = {};
  private static final Shape[][] BY_FIRST = new Shape[128][];

  static {
    List<Shape> all = new ArrayList<>();
    for (String prefix : new String[] {"AKIA", "ASIA", "ABIA", "ACCA"}) {
      all.add(shape(Label.AWS_KEY, prefix, Alphabet.UPPER_DIGITS, 16, 16, 0));
    }
    all.add(shape(Label.GOOGLE_API_KEY, "AIza", Alphabet.BASE64_URL, 35, 35, 0));
    all.add(shape(Label.GOOGLE_OAUTH, "GOCSPX-", Alphabet.BASE64_URL, 28, 28, 0));
    for (String kind : "ghp_ gho_ ghu_ ghs_ ghr_".split(" ")) {
      all.add(shape(Label.GH_TOKEN, kind, Alphabet.LETTERS_DIGITS, 36, ANY_LENGTH, 0));
    }
    all.add(shape(Label.GH_TOKEN, "github_pat_", Alphabet.WORD, 22, ANY_LENGTH, 0));
    for (String kind : "pat dt rt ptt ft cbt soat imt agent oas".split(" ")) {
      String prefix = kind.equals("oas") ? "gloas-" : "gl" + kind + "-";
      all.add(shape(Label.GITLAB_TOKEN, prefix, Alphabet.BASE64_URL, 20, ANY_LENGTH, 0));
    }
    for (String kind : "xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xapp-".split(" ")) {
      all.add(shape(Label.SLACK_TOKEN, kind, Alphabet.BASE64_URL, 10, ANY_LENGTH, DIGIT));
    }
    for (String kind : "sk_live_ sk_test_ rk_live_ rk_test_".split(" ")) {
      all.add(shape(Label.STRIPE_KEY, kind, Alphabet.LETTERS_DIGITS, 16, ANY_LENGTH, 0));
    }
    all.add(shape(Label.STRIPE_KEY, "whsec_", Alphabet.LETTERS_DIGITS, 24, ANY_LENGTH, 0));
    all.add(shape(Label.TWILIO_KEY, "SK", Alphabet.LOWER_HEX, 32, 32, 0));
    for (String kind : "shpat_ shpca_ shppa_ shpss_".split(" ")) {
      all.add(shape(Label.SHOPIFY_TOKEN, kind, Alphabet.HEX, 32, 32, 0));
    }
    for (String kind : "dop_v1_ doo_v1_ dor_v1_".split(" ")) {
      all.add(shape(Label.DIGITALOCEAN_TOKEN, kind, Alphabet.HEX, 64, 64, 0));
    }
    all.add(shape(Label.DATABRICKS_TOKEN, "dapi", Alphabet.HEX, 32, 32, 0));
    for (String kind : "sk-proj- sk-svcacct- sk-admin-".split(" ")) {
      all.add(shape(Label.OPENAI_KEY, kind, Alphabet.BASE64_URL, 20, ANY_LENGTH, DIGIT));
    }
    all.add(shape(Label.ANTHROPIC_KEY, "sk-ant-", Alphabet.BASE64_URL, 20, ANY_LENGTH, 0));
    all.add(shape(Label.OPENAI_KEY, "sk-", Alphabet.LETTERS_DIGITS, 20, ANY_LENGTH, DIGIT | WHOLE));
    all.add(shape(Label.HF_TOKEN, "hf_", Alphabet.LETTERS_DIGITS, 30, ANY_LENGTH, UPPER | LOWER));
    all.add(shape(Label.GROQ_KEY, "gsk_", Alphabet.LETTERS_DIGITS, 40, ANY_LENGTH, 0));
    all.add(shape(Label.REPLICATE_TOKEN, "r8_", Alphabet.LETTERS_DIGITS, 37, 37, 0));
    all.add(shape(Label.NPM_TOKEN, "npm_", Alphabet.LETTERS_DIGITS, 36, 36, 0));
    all.add(shape(Label.PYPI_TOKEN, "pypi-AgE", Alphabet.BASE64_URL, 47, ANY_LENGTH, 0));
    for (int first = 0; first < BY_FIRST.length; first++) {
      int wanted = first;
      BY_FIRST[first] =
          all.stream().filter(shape -> shape.prefix().first() == wanted).toArray(Shape[]::new);
    }
  }

  private Prefixes() {}

  private static Shape shape(
      Label label, String prefix, Alphabet body, int min, int max, int needs) {
    return new Shape(label, Literal.exact(prefix), body, min, max, needs);
  }

  /** Whether the word {@code [start, end)} begins with such a token, which is then added. */
  static boolean at(Text text, int start, int end, Spans spans) {
    int first = text.bytes[start];
    Shape[] shapes = first < 0 ? NONE : BY_FIRST[first];
    for (Shape shape : shapes) {
      int to = shape.end(text, start, end);
      if (to > 0) {
        spans.add(shape.label(), start, tail(text, shape.label(), to));
        return true;
      }
    }
    return false;
  }

  /** Two services hang more on their tokens: {@code glpat-….01.0a1b2c3d4}, {@code dapi…-2}. */
  private static int tail(Text text, Label label, int end) {
    if (label == Label.GITLAB_TOKEN && text.at(end) == '.') {
      int version = Alphabet.LETTERS_DIGITS.end(text, end + 1);
      int check = Alphabet.LETTERS_DIGITS.end(text, version + 1);
      boolean routable =
          version - end == 3
              && text.at(version) == '.'
              && check - version >= 8
              && text.freeAfter(check);
      return routable ? check : end;
    }
    if (label == Label.DATABRICKS_TOKEN && text.at(end) == '-') {
      int number = Alphabet.DIGITS.end(text, end + 1);
      return number > end + 1 && number < end + 4 && text.freeAfter(number) ? number : end;
    }
    return end;
  }
}
