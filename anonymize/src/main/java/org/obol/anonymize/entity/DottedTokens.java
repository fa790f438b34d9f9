package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Tokens with a short part and a dot, or a number and a colon, before their long part. */
final class DottedTokens {
  private static final Literal SENDGRID = Literal.exact("SG.");
  private static final Literal GOOGLE = Literal.exact("ya29.");
  private static final Literal[] VAULT = {Literal.exact("hvs."), Literal.exact("hvb.")};
  private static final Literal BOT = Literal.exact("bot");

  private DottedTokens() {}

  /** Looks before the dot in front of the word {@code [start, end)}. */
  static void behindDot(Text text, int start, int end, Spans spans) {
    int length = end - start;
    switch (text.at(start - 2)) {
      case 'G' -> {
        if (length <= 24 && isFree(text, SENDGRID, start) && text.at(end) == '.') {
          int to = Alphabet.BASE64_URL.end(text, end + 1);
          if (to - end > 32 && to - end <= 65 && text.freeAfter(to)) {
            spans.add(Label.SENDGRID_KEY, start - SENDGRID.length(), to);
          }
        }
      }
      case '9' -> google(text, start, start, end, spans);
      case 's', 'b' -> {
        for (Literal prefix : VAULT) {
          if (length >= 20 && text.freeAfter(end) && isFree(text, prefix, start)) {
            spans.add(Label.VAULT_TOKEN, start - prefix.length(), end);
          }
        }
      }
      default -> {
        if (text.at(start - 3) == '.') {
          google(text, start - 2, start, end, spans); // ya29.c.…
        }
      }
    }
  }

  private static void google(Text text, int body, int start, int end, Spans spans) {
    if (end - start >= 20 && text.freeAfter(end) && isFree(text, GOOGLE, body)) {
      spans.add(Label.GOOGLE_OAUTH, body - GOOGLE.length(), end);
    }
  }

  private static boolean isFree(Text text, Literal prefix, int end) {
    return prefix.before(text, end) && Escapes.freeBefore(text, end - prefix.length());
  }

  /** {@code 123456789:AA…}, also in an address of the service: {@code /bot123456789:AA…}. */
  static void behindColon(Text text, int start, int end, Spans spans) {
    if (end - start != 35 || text.bytes[start] != 'A' || text.bytes[start + 1] != 'A') {
      return;
    }
    int id = Alphabet.DIGITS.start(text, start - 1, 11);
    int length = start - 1 - id;
    boolean free = Escapes.freeBefore(text, id) || BOT.before(text, id);
    if (length >= 8 && length <= 10 && free && text.freeAfter(end)) {
      spans.add(Label.TELEGRAM_TOKEN, id, end);
    }
  }
}
