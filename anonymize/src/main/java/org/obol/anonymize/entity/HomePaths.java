package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Home directories, which name their user. */
public final class HomePaths {
  private static final int LONGEST_NAME = 64;
  private static final Literal HOME = Literal.exact("/home");
  private static final Literal MAC = Literal.exact("/Users");
  private static final Literal USERS = Literal.anyCase("users");
  private static final Literal[] MOUNTS = {
    Literal.exact("/var"), Literal.exact("/export"), Literal.exact("/usr")
  };
  private static final Literal[] DRIVES = {Literal.exact("/mnt"), Literal.exact("/cygdrive")};

  /** What stands before a path of a web page, not of a file. */
  private static final Literal[] WEB = {
    Literal.anyCase("href="),
    Literal.anyCase("src="),
    Literal.anyCase("action="),
    Literal.exact("GET "),
    Literal.exact("POST "),
    Literal.exact("PUT "),
    Literal.exact("PATCH "),
    Literal.exact("DELETE "),
    Literal.exact("HEAD ")
  };

  private static final WordList NOBODY =
      WordList.of(
          "shared",
          "public",
          "default",
          "all",
          "user_name",
          "username",
          "your_name",
          "your-name",
          "yourname",
          "your_username",
          "your-username",
          "yourusername",
          "your_user",
          "youruser");

  private static final WordList PAGE_TYPES =
      WordList.of("html", "htm", "php", "asp", "aspx", "jsp", "js", "css", "png", "jpg", "svg");

  private HomePaths() {}

  /** Looks around the slash or backslash at {@code at}. */
  public static void at(Text text, int at, Spans spans) {
    int next = text.at(at + 1);
    if (text.bytes[at] == '/' && (next == 'h' || next == 'U')) {
      unix(text, at, next == 'h' ? HOME : MAC, spans);
    }
    if (text.at(at - 1) == ':' && Ascii.isLetter(text.at(at - 2))) {
      windows(text, at, spans);
    }
  }

  private static void unix(Text text, int at, Literal home, Spans spans) {
    if (!home.at(text, at)) {
      return;
    }
    int name = separatorEnd(text, at + home.length());
    if (name < 0) {
      return;
    }
    int end = nameEnd(text, name);
    if (end > name && beginsPath(text, at) && !isPage(text, at, name, end)) {
      spans.add(Label.HOME_PATH, at, end);
    }
  }

  private static void windows(Text text, int at, Spans spans) {
    int users = separatorEnd(text, at);
    if (users < 0 || !USERS.at(text, users) || !Escapes.freeBefore(text, at - 2)) {
      return;
    }
    int name = separatorEnd(text, users + USERS.length());
    if (name < 0) {
      return;
    }
    int end = nameEnd(text, name);
    if (end > name) {
      spans.add(Label.HOME_PATH, at - 2, spacedEnd(text, end));
    }
  }

  /** Behind {@code /}, {@code \/} or up to four backslashes at {@code at}, or -1. */
  private static int separatorEnd(Text text, int at) {
    int end = at;
    while (text.at(end) == '\\' && end - at < 4) {
      end++;
    }
    if (text.at(end) == '/' && end - at < 2) {
      end++;
    }
    return end > at ? end : -1;
  }

  /** Where the user name ends; {@code name} itself when it is nobody's. */
  private static int nameEnd(Text text, int name) {
    int first = text.at(name);
    if (!Ascii.isWord(first) && first >= 0) {
      return name;
    }
    int limit = Math.min(text.to, name + LONGEST_NAME + 1);
    int end = name;
    boolean letter = false;
    while (end < limit) {
      int b = text.bytes[end];
      if (b >= 0 && !Ascii.isBase64Url(b) && b != '.') {
        break;
      }
      if (b < 0 && !isNameLetter(text, end)) {
        break;
      }
      letter |= b < 0 || Ascii.isLetter(b);
      end++;
    }
    while (end > name && (text.bytes[end - 1] == '.' || text.bytes[end - 1] == '-')) {
      end--;
    }
    boolean person =
        letter
            && end < name + LONGEST_NAME
            && !NOBODY.has(text.bytes, name, end)
            && !isTemplate(text, name, end)
            && !isUuid(text, name, end);
    return person ? end : name;
  }

  private static boolean isNameLetter(Text text, int at) {
    return (text.bytes[at] & 0xC0) == 0x80 || Character.isLetterOrDigit(text.codePointAt(at));
  }

  /** {@code C:\Users\Jane Doe\x}: the name goes on to the next separator. */
  private static int spacedEnd(Text text, int end) {
    int at = end;
    for (int words = 0; words < 3 && text.at(at) == ' ' && isNameStart(text.at(at + 1)); words++) {
      at++;
      while (Ascii.isBase64Url(text.at(at)) || text.at(at) < 0) {
        at++;
        if (at - end > LONGEST_NAME) {
          return end;
        }
      }
      if (text.at(at) == '\\' || text.at(at) == '/') {
        return at;
      }
    }
    return end;
  }

  private static boolean isNameStart(int b) {
    return Ascii.isUpper(b) || b < 0;
  }

  private static boolean isTemplate(Text text, int name, int end) {
    boolean capitals = true;
    for (int i = name; i < end; i++) {
      capitals &= Ascii.isUpper(text.bytes[i]) || text.bytes[i] == '_';
    }
    return capitals
        && (Literal.exact("USER").at(text, name) || Literal.exact("YOUR").at(text, name));
  }

  private static boolean isUuid(Text text, int name, int end) {
    if (end - name != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      int b = text.bytes[name + i];
      if (dash ? b != '-' : !Ascii.isHex(b)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a path begins at {@code at}, or does with one of the mounts before it. */
  private static boolean beginsPath(Text text, int at) {
    if (isPathStart(text, at)) {
      return true;
    }
    for (Literal mount : MOUNTS) {
      if (mount.before(text, at)) {
        return isPathStart(text, at - mount.length());
      }
    }
    if (Ascii.isLetter(text.at(at - 1)) && text.at(at - 2) == '/') {
      int drive = at - 2;
      for (Literal mount : DRIVES) {
        if (mount.before(text, drive)) {
          return isPathStart(text, drive - mount.length());
        }
      }
      return isPathStart(text, drive);
    }
    return false;
  }

  private static boolean isPathStart(Text text, int at) {
    int before = text.at(at - 1);
    if (before == '/') {
      // file:///home, sqlite:////home: no host between
      return text.at(at - 2) == '/'
          && (text.at(at - 3) == ':' || (text.at(at - 3) == '/' && text.at(at - 4) == ':'));
    }
    if (before == '\\') {
      return text.at(at - 2) != '\\' && !Ascii.isWord(text.at(at - 2));
    }
    if (Ascii.isWord(before)) {
      boolean flag = text.at(at - 2) == '-' && text.at(at - 3) <= ' ' && Ascii.isLetter(before);
      return flag || Escapes.freeBefore(text, at);
    }
    return before <= ' '
        ? before >= 0 || text.freeBefore(at)
        : "\"'`=:([{,;|!&>^@".indexOf(before) >= 0;
  }

  /** {@code href="/home/about"}, {@code GET /Users/17}, {@code /home/index.html}. */
  private static boolean isPage(Text text, int at, int name, int end) {
    int before = at;
    while (before > at - 3 && (text.at(before - 1) == '"' || text.at(before - 1) == '\'')) {
      before--;
    }
    for (Literal web : WEB) {
      if (web.before(text, before)) {
        return true;
      }
    }
    int dot = end;
    while (dot > name && text.bytes[dot - 1] != '.') {
      dot--;
    }
    return dot > name && PAGE_TYPES.has(text.bytes, dot, end);
  }
}
