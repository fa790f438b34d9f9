package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;

/** Names of settings, variables, headers and JSON keys whose values are secret. */
final class KeyNames {
  /** What the value of a name is. */
  enum Kind {
    NONE,
    PASSWORD,
    /** {@code pass} alone, which is often no password. */
    PASS,
    CREDENTIALS,
    AWS_SECRET,
    AZURE_KEY
  }

  private static final Literal PASSWORD = Literal.anyCase("password");
  private static final Literal PASSWD = Literal.anyCase("passwd");
  private static final Literal PWD = Literal.anyCase("pwd");
  private static final Literal PASSPHRASE = Literal.anyCase("passphrase");
  private static final Literal PASS = Literal.anyCase("pass");
  private static final Literal AUTHORIZATION = Literal.anyCase("authorization");
  private static final Literal ACCOUNT_KEY = Literal.anyCase("accountkey");
  private static final Literal KEY = Literal.anyCase("key");
  private static final Literal SECRET = Literal.anyCase("secret");

  private KeyNames() {}

  /** The kind of the name that ends just before {@code end}. */
  static Kind endingAt(byte[] bytes, int from, int end) {
    if (end - from < 3) {
      return Kind.NONE;
    }
    // The last two letters of a name tell nearly all other words apart.
    return switch ((bytes[end - 2] | 0x20) << 8 | (bytes[end - 1] | 0x20)) {
      case 'r' << 8 | 'd' -> kind(PASSWORD, Kind.PASSWORD, bytes, from, end);
      case 'w' << 8 | 'd' ->
          ends(PWD, bytes, from, end)
                  && (!joined(bytes, from, end - 3) || isDbPwd(bytes, from, end))
              ? Kind.PASSWORD
              : kind(PASSWD, Kind.PASSWORD, bytes, from, end);
      case 's' << 8 | 'e' -> kind(PASSPHRASE, Kind.PASSWORD, bytes, from, end);
      case 's' << 8 | 's' -> pass(bytes, from, end);
      case 'o' << 8 | 'n' -> kind(AUTHORIZATION, Kind.CREDENTIALS, bytes, from, end);
      case 'e' << 8 | 'y' ->
          ends(ACCOUNT_KEY, bytes, from, end)
              ? Kind.AZURE_KEY
              : kind(KEY, Kind.AWS_SECRET, bytes, from, end);
      case 'e' << 8 | 't' -> kind(SECRET, Kind.AWS_SECRET, bytes, from, end);
      default -> Kind.NONE;
    };
  }

  private static boolean ends(Literal name, byte[] bytes, int from, int end) {
    return name.at(bytes, from, end, end - name.length());
  }

  private static Kind kind(Literal name, Kind kind, byte[] bytes, int from, int end) {
    return ends(name, bytes, from, end) ? kind : Kind.NONE;
  }

  /** {@code dbpwd} and {@code userPwd}, but not {@code oldpwd}, the folder before. */
  private static boolean isDbPwd(byte[] bytes, int from, int end) {
    return Literal.anyCase("dbpwd").at(bytes, from, end, end - 5)
        || Literal.anyCase("userpwd").at(bytes, from, end, end - 7);
  }

  private static Kind pass(byte[] bytes, int from, int end) {
    if (!ends(PASS, bytes, from, end)) {
      return Kind.NONE;
    }
    int at = end - PASS.length();
    int before = at > from ? bytes[at - 1] : 0;
    if (before == '_' || before == '-' || before == '.') {
      return at - 1 > from && Ascii.isLetterOrDigit(bytes[at - 2]) ? Kind.PASSWORD : Kind.PASS;
    }
    if (Ascii.isLower(before) && bytes[at] == 'P') {
      return Kind.PASSWORD;
    }
    return joined(bytes, from, at) ? Kind.NONE : Kind.PASS;
  }

  /** Whether the word at {@code at} is the rest of a longer one. */
  private static boolean joined(byte[] bytes, int from, int at) {
    return at > from
        && (Ascii.isLetterOrDigit(bytes[at - 1]) || bytes[at - 1] < 0)
        && !(Ascii.isLower(bytes[at - 1]) && Ascii.isUpper(bytes[at]));
  }
}
