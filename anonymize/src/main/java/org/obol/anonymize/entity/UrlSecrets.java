package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Passwords in the user info of a URL, and URLs that are themselves a secret. */
final class UrlSecrets {
  private static final int LONGEST_AUTHORITY = 512;
  private static final Alphabet END = Alphabet.of("\u0000- \"'`<>/?#\\");
  private static final Literal HTTPS = Literal.anyCase("https");
  private static final Literal SLACK = Literal.anyCase("hooks.slack.com/services/");
  private static final Literal[] DISCORD = {
    Literal.anyCase("discord.com/api/"),
    Literal.anyCase("discordapp.com/api/"),
    Literal.anyCase("ptb.discord.com/api/"),
    Literal.anyCase("canary.discord.com/api/")
  };
  private static final Literal WEBHOOKS = Literal.exact("webhooks/");
  private static final Literal[] PLACEHOLDERS = {
    Literal.exact("PASS"), Literal.exact("PASSWORD"), Literal.exact("PASSWD"), Literal.exact("PWD")
  };

  private UrlSecrets() {}

  /** Looks at the {@code ://} at {@code at}. */
  static void at(Text text, int at, Spans spans) {
    if (!Ascii.isLetterOrDigit(text.at(at - 1))) {
      return;
    }
    int host = at + 3;
    switch (text.at(host)) {
      case 'h' -> slack(text, at, host, spans);
      case 'd', 'p', 'c' -> discord(text, at, host, spans);
      default -> {}
    }
    password(text, host, spans);
  }

  private static void password(Text text, int from, Spans spans) {
    int limit = Math.min(text.to, from + LONGEST_AUTHORITY);
    int colon = -1;
    int last = -1;
    for (int i = from; i < limit && !END.has(text.bytes[i]); i++) {
      int b = text.bytes[i];
      if (b == '@') {
        last = i;
      } else if (b == ':' && colon < 0) {
        colon = i;
      }
    }
    int start = colon + 1;
    if (last < 0 || colon < 0 || start >= last || text.bytes[from] == '[') {
      return;
    }
    if (!isPlaceholder(text, start, last) && !PasswordValues.isTemplate(text.bytes, start, last)) {
      spans.add(Label.PASSWORD, start, last);
    }
  }

  /** {@code USER:PASSWORD@host} shows where to write them. */
  private static boolean isPlaceholder(Text text, int from, int to) {
    for (Literal placeholder : PLACEHOLDERS) {
      if (to - from == placeholder.length() && placeholder.at(text, from)) {
        return true;
      }
    }
    return false;
  }

  private static void slack(Text text, int at, int host, Spans spans) {
    if (!SLACK.at(text, host)) {
      return;
    }
    int team = host + SLACK.length();
    int teamEnd = Alphabet.UPPER_DIGITS.end(text, team);
    int hookEnd = Alphabet.UPPER_DIGITS.end(text, teamEnd + 1);
    int end = Alphabet.WORD.end(text, hookEnd + 1);
    if (text.at(team) == 'T'
        && text.at(teamEnd) == '/'
        && text.at(teamEnd + 1) == 'B'
        && text.at(hookEnd) == '/'
        && end - hookEnd > 12
        && text.freeAfter(end)
        && !Alphabet.of("Xx").all(text.bytes, hookEnd + 1, end)) {
      whole(text, Label.SLACK_WEBHOOK, at, end, spans);
    }
  }

  private static void discord(Text text, int at, int host, Spans spans) {
    for (Literal domain : DISCORD) {
      if (domain.at(text, host)) {
        int path = host + domain.length();
        if (text.at(path) == 'v') {
          path = Alphabet.DIGITS.end(text, path + 1) + 1;
        }
        int id = path + WEBHOOKS.length();
        int idEnd = Alphabet.DIGITS.end(text, id);
        int end = Alphabet.BASE64_URL.end(text, idEnd + 1);
        if (WEBHOOKS.at(text, path)
            && idEnd - id >= 15
            && text.at(idEnd) == '/'
            && end - idEnd > 20
            && text.freeAfter(end)) {
          whole(text, Label.DISCORD_WEBHOOK, at, end, spans);
        }
      }
    }
  }

  private static void whole(Text text, Label label, int at, int end, Spans spans) {
    if (HTTPS.before(text, at) && Escapes.freeBefore(text, at - HTTPS.length())) {
      spans.add(label, at - HTTPS.length(), end);
    }
  }
}
