package org.obol.anonymize.oracle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Check digits and encodings on strings, in the most obvious way. */
final class Checks {
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final BigInteger SECP256K1_ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** ISO 13616 registry: length of the whole IBAN by country. */
  static final Map<String, Integer> IBAN_LENGTHS =
      Arrays.stream(
              ("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22"
                   + " DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21"
                   + " HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25"
                   + " MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24"
                   + " RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24"
                   + " XK20")
                  .split(" "))
          .collect(Collectors.toMap(c -> c.substring(0, 2), c -> Integer.valueOf(c.substring(2))));

  private Checks() {}

  static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }

  static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = digit * 2;
      sum += i % 2 == 0 ? digit : doubled / 10 + doubled % 10;
    }
    return sum % 10 == 0;
  }

  static boolean allEqual(String digits) {
    return digits.chars().distinct().count() == 1;
  }

  /** Issuer ranges with their lengths. */
  static boolean isCard(String n) {
    int length = n.length();
    boolean issued =
        switch (n.charAt(0)) {
          case '4' -> length == 13 || length == 16 || length == 19;
          case '5' -> (n.matches("5[1-5].*") && length == 16) || isMaestro(n);
          case '2' ->
              (between(n, 4, 2221, 2720) && length == 16)
                  || (between(n, 4, 2200, 2204) && length >= 16);
          case '3' ->
              (n.matches("3[47].*") && length == 15)
                  || (n.matches("3(0[0-5]|09|[689]).*") && length == 14)
                  || (between(n, 4, 3528, 3589) && length >= 16);
          case '6' ->
              (n.matches("(6011|64[4-9]|65).*") && length >= 16)
                  || (n.matches("62.*") && length >= 16)
                  || isMaestro(n);
          default -> false;
        };
    return issued && luhn(n) && !allEqual(n);
  }

  /** Thirteen digits with weights 1 and 3, as on articles. */
  static boolean isEan13(String n) {
    int sum = 0;
    for (int i = 0; i < n.length(); i++) {
      sum += (n.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return n.length() == 13 && sum % 10 == 0;
  }

  private static boolean isMaestro(String n) {
    return n.matches("(5018|5020|5038|5893|6304|6759|676[1-3]).*");
  }

  private static boolean between(String n, int prefix, int low, int high) {
    int value = Integer.parseInt(n.substring(0, prefix));
    return value >= low && value <= high;
  }

  static boolean iban(String iban) {
    String turned = iban.substring(4) + iban.substring(0, 4);
    StringBuilder number = new StringBuilder();
    turned.chars().forEach(c -> number.append(Character.digit(c, 36)));
    return new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  static boolean ssn(String d) {
    String area = d.substring(0, 3);
    return !area.equals("000")
        && !area.equals("666")
        && !area.startsWith("9")
        && !d.substring(3, 5).equals("00")
        && !d.endsWith("0000");
  }

  static boolean itin(String d) {
    int group = Integer.parseInt(d.substring(3, 5));
    return d.startsWith("9")
        && ((group >= 50 && group <= 65)
            || (group >= 70 && group <= 88)
            || (group >= 90 && group <= 92)
            || (group >= 94 && group <= 99));
  }

  static boolean nino(String n) {
    return n.matches("[^DFIQUV][^DFIQUVO].*") && !n.matches("(BG|GB|KN|NK|NT|TN|ZZ).*");
  }

  private static int weighted(String digits, int... weights) {
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (digits.charAt(i) - '0') * weights[i];
    }
    return sum;
  }

  static boolean nhs(String d) {
    int check = 11 - weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11;
    return (check == 11 ? 0 : check) == d.charAt(9) - '0';
  }

  static boolean dni(String id) {
    String plain = id.replace("-", "");
    String number =
        plain
            .substring(0, plain.length() - 1)
            .replace('X', '0')
            .replace('Y', '1')
            .replace('Z', '2');
    return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(number) % 23)
        == plain.charAt(plain.length() - 1);
  }

  static boolean nir(String id) {
    String plain = id.replace(" ", "").replace("2A", "19").replace("2B", "18");
    int month = Integer.parseInt(plain.substring(3, 5));
    long body = Long.parseLong(plain.substring(0, 13));
    return month >= 1 && month <= 12 && 97 - body % 97 == Long.parseLong(plain.substring(13));
  }

  /** ISO 7064 MOD 11,10. */
  static boolean germanTaxId(String d) {
    int product = 10;
    for (int i = 0; i < 10; i++) {
      int sum = (d.charAt(i) - '0' + product) % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == d.charAt(10) - '0' && d.charAt(0) != '0';
  }

  static boolean fiscalCode(String code) {
    int[] odd = {
      1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      char c = code.charAt(i);
      int value = c <= '9' ? c - '0' : c - 'A';
      sum += i % 2 == 0 ? odd[value] : value;
    }
    return 'A' + sum % 26 == code.charAt(15);
  }

  static boolean pesel(String d) {
    int month = Integer.parseInt(d.substring(2, 4));
    int century = new int[] {1900, 2000, 2100, 2200, 1800}[month / 20];
    int year = century + Integer.parseInt(d.substring(0, 2));
    return isDate(year, month % 20, Integer.parseInt(d.substring(4, 6)))
        && weighted(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
  }

  static boolean isDate(int year, int month, int day) {
    try {
      LocalDate.of(year, month, day);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static boolean ean13(String d) {
    return weighted(d, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1) % 10 == 0;
  }

  static boolean cpf(String d) {
    int first = weighted(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
    int second = weighted(d, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
    return first == d.charAt(9) - '0' && second == d.charAt(10) - '0' && !allEqual(d);
  }

  /** Verhoeff: digits as elements of the dihedral group of order 10. */
  static boolean verhoeff(String digits) {
    String permutation = "1576283094";
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int value = digits.charAt(digits.length() - 1 - i) - '0';
      for (int turn = 0; turn < i % 8; turn++) {
        value = permutation.charAt(value) - '0';
      }
      check = multiply(check, value);
    }
    return check == 0;
  }

  private static int multiply(int a, int b) {
    int turned = a < 5 ? a + b % 5 : a % 5 - b % 5 + 5;
    return turned % 5 + ((a < 5) == (b < 5) ? 0 : 5);
  }

  static boolean chineseId(String id) {
    int sum = weighted(id, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
    return "10X98765432".charAt(sum % 11) == Character.toUpperCase(id.charAt(17))
        && isDate(
            Integer.parseInt(id.substring(6, 10)),
            Integer.parseInt(id.substring(10, 12)),
            Integer.parseInt(id.substring(12, 14)));
  }

  static boolean ipv6(String address) {
    int gap = address.indexOf("::");
    if (gap != address.lastIndexOf("::")) {
      return false;
    }
    boolean short_ = gap >= 0;
    String left = short_ ? address.substring(0, gap) : address;
    String right = short_ ? address.substring(gap + 2) : "";
    List<String> groups = new ArrayList<>();
    groups.addAll(groups(left));
    groups.addAll(groups(right));
    int size = 0;
    for (int i = 0; i < groups.size(); i++) {
      String group = groups.get(i);
      boolean quad = i == groups.size() - 1 && isQuad(group) && !(short_ && right.isEmpty());
      if (!quad && !group.matches("[0-9A-Fa-f]{1,4}")) {
        return false;
      }
      size += quad ? 2 : 1;
    }
    if (!address.matches(".*[0-9].*")) {
      return false;
    }
    return short_
        ? size <= 7 && (size >= 3 || (!left.isEmpty() && groups.getFirst().length() >= 3))
        : size == 8;
  }

  private static List<String> groups(String part) {
    return part.isEmpty() ? List.of() : List.of(part.split(":", -1));
  }

  static boolean isQuad(String text) {
    return text.matches("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
  }

  /** Whether the header has a member {@code alg}. */
  static boolean isJoseHeader(String part) {
    return header(part).matches("(?s)\\s*\\{.*\"alg\".*");
  }

  /** Whether the header also says that nothing is signed. */
  static boolean isUnsignedHeader(String part) {
    return isJoseHeader(part) && header(part).contains("\"none");
  }

  private static String header(String part) {
    String whole = part.length() % 4 == 1 ? part.substring(0, part.length() - 1) : part;
    return new String(Base64.getUrlDecoder().decode(whole), StandardCharsets.ISO_8859_1);
  }

  /** Bytes above 0x7F count as printable: they may be letters of any encoding. */
  static boolean isBasicCredentials(String base64) {
    String digits = base64.replace("=", "");
    if (digits.length() % 4 == 1) {
      return false;
    }
    String decoded = new String(Base64.getDecoder().decode(digits), StandardCharsets.ISO_8859_1);
    return decoded.matches("[^\\x00-\\x1F\\x7F]*:[^\\x00-\\x1F\\x7F]*");
  }

  /** Whether it is padded as RFC 4648 says and holds printable ASCII. */
  static boolean isCleanBase64(String base64) {
    return base64.length() % 4 == 0
        && base64.matches("[^=]*={0,2}")
        && new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1)
            .matches("[ -~]*");
  }

  static boolean isEthKey(String hex) {
    BigInteger value = new BigInteger(hex, 16);
    return value.signum() > 0 && value.compareTo(SECP256K1_ORDER) < 0;
  }

  /** The payload with its version byte, empty when the checksum is wrong. */
  static byte[] base58Check(String text) {
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < text.length(); i++) {
      int digit = BASE58.indexOf(text.charAt(i));
      value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(digit));
    }
    String digits = value.toString(16);
    String hex = "0".repeat(digits.length() % 2) + digits;
    int zeros = text.length() - text.replaceFirst("^1+", "").length();
    byte[] all = HexFormat.of().parseHex("00".repeat(zeros) + hex);
    if (all.length < 5) {
      return new byte[0];
    }
    byte[] payload = Arrays.copyOf(all, all.length - 4);
    byte[] check = Arrays.copyOf(sha256(sha256(payload)), 4);
    return Arrays.equals(check, Arrays.copyOfRange(all, all.length - 4, all.length))
        ? payload
        : new byte[0];
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean btcAddress(String text) {
    if (text.toLowerCase(Locale.ROOT).startsWith("bc1")) {
      return isSegwit(text);
    }
    byte[] payload = base58Check(text);
    return payload.length == 21 && (payload[0] == 0 || payload[0] == 5);
  }

  /** BIP-173 and BIP-350. */
  private static boolean isSegwit(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
      return false;
    }
    List<Integer> values = new ArrayList<>(List.of(3, 3, 0, 2, 3));
    for (int i = 3; i < lower.length(); i++) {
      values.add(BECH32.indexOf(lower.charAt(i)));
    }
    int version = values.get(5);
    return !values.contains(-1)
        && version <= 16
        && polymod(values) == (version == 0 ? 1 : 0x2bc830a3);
  }

  private static int polymod(List<Integer> values) {
    int[] generators = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    int check = 1;
    for (int value : values) {
      int top = check >>> 25;
      check = ((check & 0x1ffffff) << 5) ^ value;
      for (int i = 0; i < 5; i++) {
        check ^= ((top >> i) & 1) * generators[i];
      }
    }
    return check;
  }

  static boolean wif(String text) {
    byte[] payload = base58Check(text);
    return payload.length >= 33 && (payload[0] == (byte) 0x80 || payload[0] == (byte) 0xef);
  }
}
