package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** Host names behind the {@code @} of an e-mail address. */
final class Domains {
  /** RFC 1035, 2.3.4. */
  private static final int LONGEST = 253;

  private static final Literal PUNYCODE = Literal.anyCase("xn--");

  /**
   * Last labels that are names of files; those that are also countries (md, py, rs) are not here.
   */
  private static final WordList FILE_TYPES =
      WordList.of(
          ("png jpg jpeg gif svg webp ico bmp tif tiff avif heic psd css scss sass less js mjs cjs"
                  + " jsx ts tsx vue json jsonl html htm php xml yml yaml toml txt csv tsv sql ini"
                  + " cfg conf log lock map woff ttf otf eot pdf doc docx xls xlsx ppt pptx java"
                  + " class jar war exe dll bin dat bak tmp swp gz tar tgz bz xz rar whl deb rpm"
                  + " dmg apk wav ogg swf wasm service socket timer mount slice scope target git")
              .split(" "));

  /** The last labels that are worth trusting where more text is glued to them. */
  private static final WordList COMMON =
      WordList.of(
          ("com org net edu gov mil int info biz io co ai dev app me tv us ca uk de fr eu ch at nl"
                  + " be it es pt pl se no dk fi ie jp cn kr in br mx ar au nz ru ua za tr")
              .split(" "));

  private Domains() {}

  /** Whether {@code [from, to)} is the last label of very many hosts. */
  static boolean isCommon(Text text, int from, int to) {
    return from < to && COMMON.has(text.bytes, from, to);
  }

  /**
   * Where the host that begins at {@code from} ends, or -1 when there is none that mail could go
   * to.
   */
  static int end(Text text, int from) {
    int limit = Math.min(text.to, from + LONGEST);
    if (isVersion(text, from, limit)) {
      return -1;
    }
    int label = labelEnd(text, from, limit);
    int good = -1;
    int goodFrom = -1;
    boolean trimmed = true;
    int before = from;
    while (label > before && label < limit && text.bytes[label] == '.') {
      int start = label + 1;
      int end = labelEnd(text, start, limit);
      if (end == start) {
        break;
      }
      int top = topEnd(text, start, end);
      boolean common = top > 0 && COMMON.has(text.bytes, start, top);
      boolean glued = good > 0 && isSentence(text, goodFrom, good, start);
      if (glued) {
        trimmed = false;
        break;
      }
      trimmed = top != end;
      if (top > 0 && (!trimmed || common)) {
        good = top;
        goodFrom = start;
      }
      before = start;
      label = end;
    }
    boolean behindGood = good > 0 && (!trimmed || COMMON.has(text.bytes, goodFrom, good));
    return behindGood && mayEnd(text, goodFrom, good) ? good : -1;
  }

  /** Labels are letters, digits and {@code -}; letters of other alphabets too. */
  private static int labelEnd(Text text, int from, int limit) {
    int end = from;
    while (end < limit) {
      int b = text.bytes[end];
      if (Ascii.isLetterOrDigit(b) || (b == '-' && end > from)) {
        end++;
      } else if (b < 0 && Text.isWordCharacter(text.codePointAt(end))) {
        end += width(b);
      } else {
        break;
      }
    }
    while (end > from && text.bytes[end - 1] == '-') {
      end--;
    }
    return Math.min(end, limit);
  }

  private static int width(int lead) {
    return (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : 4;
  }

  /**
   * Where a top-level label that begins at {@code from} ends: at {@code to}, before a {@code -}
   * when only letters are before that, or -1.
   */
  private static int topEnd(Text text, int from, int to) {
    if (PUNYCODE.at(text, from) && to - from > PUNYCODE.length()) {
      return to;
    }
    int letters = 0;
    int i = from;
    while (i < to) {
      int b = text.bytes[i];
      if (b >= 0 && !Ascii.isLetter(b)) {
        break;
      }
      i += b >= 0 ? 1 : width(b);
      letters++;
    }
    return letters >= 2 && (i >= to || text.bytes[i] == '-') ? Math.min(i, to) : -1;
  }

  /** {@code bob@x.com.Thanks}: the space behind the sentence is missing. */
  private static boolean isSentence(Text text, int from, int to, int next) {
    return Ascii.isUpper(text.at(next))
        && Ascii.isLower(text.at(next + 1))
        && Ascii.isLower(text.bytes[from])
        && COMMON.has(text.bytes, from, to);
  }

  /** {@code 4.17.21}, {@code v4.1.1}, {@code 1.2.3-beta.rc}. */
  private static boolean isVersion(Text text, int from, int limit) {
    int at = from;
    boolean v = text.bytes[at] == 'v' && Ascii.isDigit(text.at(at + 1));
    int digits = Alphabet.DIGITS.end(text.bytes, v ? at + 1 : at, limit);
    if (digits == from) {
      return false;
    }
    return v
        ? text.at(digits) == '.'
        : text.at(digits) == '.' && Ascii.isDigit(text.at(digits + 1));
  }

  private static boolean mayEnd(Text text, int from, int end) {
    int next = text.at(end);
    boolean free = text.freeAfter(end) || (next == '_' && text.freeAfter(end + 1));
    if (!free || FILE_TYPES.has(text.bytes, from, end)) {
      return false;
    }
    return next != '(' || COMMON.has(text.bytes, from, end);
  }
}
