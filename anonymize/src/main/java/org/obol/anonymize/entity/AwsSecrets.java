package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Context;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Secret access keys of AWS: 40 characters that only their context gives away. */
final class AwsSecrets {
  private static final int LENGTH = 40;
  private static final Context CONTEXT =
      Context.of(
          "aws_secret",
          "aws secret",
          "aws-secret",
          "awssecret",
          "aws.secret",
          "secret_access_key",
          "secretaccesskey",
          "secret access key",
          "secret-access-key",
          "aws secretkey",
          "aws_session_secret");

  private AwsSecrets() {}

  /** Looks whether the long word {@code [start, end)} is one or a part of one. */
  static void around(Text text, int start, int end, Spans spans) {
    int before = text.at(start - 1);
    int after = text.at(end);
    boolean joined = before == '/' || before == '+' || after == '/' || after == '+';
    if (end - start > LENGTH || (end - start < LENGTH && !joined)) {
      return;
    }
    at(text, Alphabet.BASE64.start(text, start, LENGTH + 1), spans);
  }

  /** Looks at the run of base64 that begins at {@code start}. */
  static void at(Text text, int start, Spans spans) {
    int limit = Math.min(text.to, start + LENGTH + 1);
    int end = Alphabet.BASE64.end(text.bytes, start, limit);
    if (end - start == LENGTH
        && text.at(end) != '='
        && text.at(end) != '-'
        && text.freeAfter(end)
        && Escapes.freeBefore(text, start)
        && isMixed(text, start, end)
        && CONTEXT.before(text, start)) {
      spans.add(Label.AWS_SECRET, start, end);
    }
  }

  private static boolean isMixed(Text text, int from, int to) {
    boolean upper = false;
    boolean lower = false;
    boolean digit = false;
    for (int i = from; i < to; i++) {
      int b = text.bytes[i];
      upper |= Ascii.isUpper(b);
      lower |= Ascii.isLower(b);
      digit |= Ascii.isDigit(b);
    }
    return upper && lower && digit;
  }
}
