package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;

/** Tells a password from the templates, types, calls, variables and prose that stand there too. */
final class PasswordValues {
  private static final WordList NO_VALUES =
      WordList.of(
          ("string str text char chars varchar nvarchar bytes byte bool boolean int integer number"
               + " object any type field input label value password passwd pwd pass passphrase"
               + " secretstr securestring hidden redacted filtered masked removed omitted none null"
               + " nil undefined true false yes no on off required optional nullable default empty"
               + " unset invalid incorrect missing example placeholder changeme change_me change-me"
               + " replaceme replace_me todo tbd n/a self this sha1 sha256 sha384 sha512 md5 bcrypt"
               + " scrypt argon2 argon2i argon2id pbkdf2 base64 base32 utf8 utf-8 hex oauth2 int32"
               + " int64 uint8 uint32 uint64 float32 float64 utf16 confirmed hashed")
              .split(" "));

  /** Words of which prose about passwords nearly always has one. */
  private static final WordList PROSE =
      WordList.of(
          ("a an the your you my our is are was be been must should can cannot will may has have"
               + " not no do does of to for and or at in on with by from this that it if too as"
               + " least password passwords passwd passphrase enter please required invalid"
               + " incorrect wrong forgot forgotten reset change confirm new current old choose"
               + " type characters character letters minimum maximum short long weak strong match"
               + " mismatch field show hide")
              .split(" "));

  private static final Literal[] TEMPLATE_STARTS = {
    Literal.anyCase("your"),
    Literal.anyCase("env:"),
    Literal.anyCase("vault:"),
    Literal.anyCase("file:"),
    Literal.anyCase("arn:"),
    Literal.anyCase("enc("),
    Literal.anyCase("required|"),
    Literal.anyCase("nullable|"),
    Literal.anyCase("string|"),
    Literal.anyCase("insert"),
    Literal.anyCase("replace-"),
    Literal.anyCase("replace_")
  };

  private static final Literal HERE = Literal.anyCase("here");
  private static final Literal SCHEME = Literal.exact("://");
  private static final Literal PASSW = Literal.anyCase("passw");

  private PasswordValues() {}

  /** Whether {@code [from, to)}, which stands in quotes or is the value of a key, is a password. */
  static boolean isQuoted(byte[] b, int from, int to) {
    if (isTemplate(b, from, to) || NO_VALUES.has(b, from, trimmed(b, from, to))) {
      return false;
    }
    boolean space = false;
    boolean outer = Secrets.isQuote(b[from]) || Secrets.isQuote(b[to - 1]);
    for (int i = from; i < to; i++) {
      if (b[i] == '<' || b[i] == '>' || b[i] == '\n') {
        return false;
      }
      space |= b[i] == ' ';
    }
    if (outer || b[from] == ' ' || b[to - 1] == ' ' || isPath(b, from, to)) {
      return false;
    }
    return space ? !isProse(b, from, to) : !isFieldName(b, from, to);
  }

  /**
   * Whether {@code [from, to)} without quotes is a password.
   *
   * @param stop the byte that ended the scan, 0 at the end of the text
   * @param next the byte just behind the value, which may be punctuation before {@code stop}
   */
  static boolean isBare(byte[] b, int from, int to, int stop, int next) {
    if (isTemplate(b, from, to) || NO_VALUES.has(b, from, trimmed(b, from, to))) {
      return false;
    }
    return !isPath(b, from, to)
        && !isCode(b, from, to, stop, next)
        && isStrong(b, from, to)
        && !isFieldName(b, from, to);
  }

  /** {@code ${VAR}}, {@code {{name}}}, {@code %s}, {@code ****}, {@code your-password}. */
  static boolean isTemplate(byte[] b, int from, int to) {
    int first = b[from];
    int second = from + 1 < to ? b[from + 1] : 0;
    if (first == '{' || first == '[' || first == '(' || first == '<') {
      return true;
    }
    boolean letter = Ascii.isLetter(second) || second == '_';
    if (first == '$' && (letter || second == '{' || second == '(')) {
      return true;
    }
    if (first == '%' && (b[to - 1] == '%' || second == '(' || (letter && to - from == 2))) {
      return true;
    }
    if ((first == '#' && second == '{') || isMask(b, from, to) || isMarker(b, from, to)) {
      return true;
    }
    for (int i = from; i + 1 < to; i++) {
      int open = b[i];
      if ((open == '$' || open == '{' || open == '#') && b[i + 1] == '{') {
        return true;
      }
    }
    for (Literal start : TEMPLATE_STARTS) {
      if (start.at(b, from, to, from)) {
        return true;
      }
    }
    return HERE.at(b, from, to, to - HERE.length()) && to - from > 8;
  }

  /** {@code ****}, {@code xxxx}, {@code ••••}, {@code ***hidden***}. */
  private static boolean isMask(byte[] b, int from, int to) {
    int stars = 0;
    for (int i = from; i < to && stars < 3; i++) {
      stars = b[i] == '*' ? stars + 1 : 0;
    }
    if (stars == 3) {
      return true;
    }
    boolean mask = true;
    for (int i = from; i < to; i++) {
      mask &= (b[i] == b[from] && !Ascii.isDigit(b[i])) || isBullet(b, from, to, i);
    }
    return mask;
  }

  private static boolean isBullet(byte[] b, int from, int to, int at) {
    int first = from + (at - from) % 3;
    return to - from >= 9 && b[at] < 0 && b[first] == b[at];
  }

  /** A parameter of a query, a tag or alias of YAML. */
  private static boolean isMarker(byte[] b, int from, int to) {
    int first = b[from];
    if (first != '@' && first != ':' && first != '!' && first != '&' && first != '?') {
      return false;
    }
    int end = Alphabet.WORD.end(b, from + 1, to);
    boolean digits = false;
    for (int i = from + 1; i < end; i++) {
      digits |= Ascii.isDigit(b[i]);
    }
    return end == to && !digits;
  }

  private static boolean isPath(byte[] b, int from, int to) {
    int first = b[from];
    int second = from + 1 < to ? b[from + 1] : 0;
    if (first == '/' || ((first == '~' || first == '.') && (second == '/' || second == '.'))) {
      return true;
    }
    int scheme = Alphabet.LETTERS_DIGITS.end(b, from, to);
    return scheme > from && SCHEME.at(b, from, to, scheme);
  }

  /** Whether any of the words between blanks is one of prose. */
  private static boolean isProse(byte[] b, int from, int to) {
    int start = from;
    for (int i = from; i <= to; i++) {
      if (i == to || !(Ascii.isLetterOrDigit(b[i]) || b[i] == '\'')) {
        if (i > start && PROSE.has(b, start, i)) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** {@code new-password}, {@code #passwordField}, {@code DB_PASSWORD}, {@code password1}. */
  private static boolean isFieldName(byte[] b, int from, int to) {
    int digits = 0;
    boolean mark = false;
    boolean name = false;
    for (int i = from; i < to; i++) {
      digits += Ascii.isDigit(b[i]) ? 1 : 0;
      mark |=
          "_-.#/:".indexOf(b[i]) >= 0
              || (i > from && Ascii.isUpper(b[i]) && Ascii.isLower(b[i - 1]));
      if (!Ascii.isBase64Url(b[i]) && "._-#/:".indexOf(b[i]) < 0) {
        return false;
      }
      name |= PASSW.at(b, from, to, i);
    }
    return name && ((mark && digits == 0) || (digits == 1 && Ascii.isDigit(b[to - 1])));
  }

  /** A call, an index, a path of fields, a flag. */
  private static boolean isCode(byte[] b, int from, int to, int stop, int next) {
    int first = b[from];
    if (first == '-' || first == '=' || first == '+' || first == '|' || first == ',') {
      return true;
    }
    if (first == '!' && (stop == ' ' && Alphabet.LETTERS_DIGITS.all(b, from + 1, to))) {
      return true;
    }
    if (!Ascii.isLetter(first) && first != '_') {
      return false;
    }
    int end = from;
    boolean dot = false;
    while (end < to) {
      if (b[end] == '.' && end + 1 < to && (Ascii.isLetter(b[end + 1]) || b[end + 1] == '_')) {
        dot = true;
      } else if (!Ascii.isWord(b[end]) && b[end] != '?') {
        break;
      }
      end++;
    }
    if (end < to) {
      boolean scope = b[end] == ':' && end + 1 < to && b[end + 1] == ':';
      boolean arrow = b[end] == '-' && end + 1 == to && stop == '>';
      return b[end] == '(' || b[end] == '[' || scope || arrow;
    }
    return dot || next == '(' || next == '[' || (stop == '>' && next == '-');
  }

  /**
   * Whether a digit is in it, or a symbol that is neither in words nor at their end; only digits
   * must be four.
   */
  static boolean isStrong(byte[] b, int from, int to) {
    int digits = 0;
    int letters = 0;
    int symbols = 0;
    for (int i = from; i < to; i++) {
      if (Ascii.isDigit(b[i])) {
        digits++;
      } else if (Ascii.isLetter(b[i]) || b[i] < 0) {
        letters++;
      } else if ("!@#$%^*~".indexOf(b[i]) >= 0 && !(b[i] == '!' && i + 1 == to)) {
        symbols++;
      }
    }
    if (symbols > 0) {
      return letters + digits + symbols >= 3;
    }
    return digits == to - from ? digits >= 4 : digits > 0 && letters > 0 && !isCount(b, from, to);
  }

  /** {@code 30-day}, {@code 8th}. */
  private static boolean isCount(byte[] b, int from, int to) {
    int digits = Alphabet.DIGITS.end(b, from, to);
    int word = digits < to && b[digits] == '-' ? digits + 1 : digits;
    int end = word;
    while (end < to && Ascii.isLower(b[end])) {
      end++;
    }
    return digits > from && end == to && (word > digits || to - digits <= 2);
  }

  private static int trimmed(byte[] b, int from, int to) {
    int end = to;
    while (end > from && "!?;,.:".indexOf(b[end - 1]) >= 0) {
      end--;
    }
    return end;
  }
}
