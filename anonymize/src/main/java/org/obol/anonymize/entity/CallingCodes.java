package org.obol.anonymize.entity;

/**
 * The country calling codes of ITU-T E.164 with the fewest and most digits of the national number.
 */
final class CallingCodes {
  /** {@code code:fewest-most}, one number where both are the same. */
  private static final String PLAN =
      "1:10 7:10 20:8-10 211:9 212:9 213:8-9 216:8 218:8-10 220:7 221:9 222:8 223:8 224:8-9"
          + " 225:8-10 226:8 227:8 228:8 229:8-10 230:7-8 231:7-9 232:8 233:9 234:8-10 235:8 236:8"
          + " 237:8-9 238:7 239:7 240:9 241:7-8 242:9 243:7-9 244:9 245:7-9 246:7 248:7 249:9"
          + " 250:8-9 251:9 252:7-9 253:8 254:9-10 255:9 256:9 257:8 258:8-9 260:9 261:9 262:9"
          + " 263:7-10 264:8-9 265:7-9 266:8 267:7-8 268:8 269:7 27:9 290:5 291:7 297:7 298:6 299:6"
          + " 30:10 31:9-11 32:8-9 33:9 34:9 350:8 351:9 352:5-11 353:7-9 354:7-9 355:7-9 356:8"
          + " 357:8 358:6-12 359:7-9 36:8-9 370:8 371:8 372:7-8 373:8 374:8 375:9-10 376:6-9"
          + " 377:8-9 378:6-10 380:9 381:7-10 382:8-9 383:8-9 385:8-9 386:8 387:8-9 389:8 39:6-11"
          + " 40:9 41:9 420:9 421:9 423:7-9 43:6-13 44:9-10 45:8 46:7-10 47:8 48:9 49:6-13 500:5"
          + " 501:7 502:8 503:8 504:8 505:8 506:8 507:7-8 508:6-9 509:8 51:8-9 52:10-11 53:7-8"
          + " 54:10-11 55:10-11 56:9 57:8-10 58:10 590:9 591:8 592:7 593:8-9 594:9 595:9 596:9"
          + " 597:6-7 598:8 599:7-8 60:8-10 61:9 62:7-12 63:8-10 64:8-10 65:8 66:8-9 670:7-8 672:6"
          + " 673:7 674:7 675:7-8 676:5-7 677:5-7 678:5-7 679:7 680:7 681:6 682:5 683:5-7 685:5-7"
          + " 686:5-8 687:6 688:5-6 689:6-8 690:5-7 691:7 692:7 800:8 808:8 81:9-10 82:8-10 84:9-10"
          + " 850:8-10 852:8 853:8 855:8-9 856:8-10 86:10-11 870:9 880:8-10 886:8-9 90:10 91:10"
          + " 92:9-10 93:9 94:9 95:7-10 960:7 961:7-8 962:8-9 963:8-9 964:8-10 965:8 966:9 967:7-9"
          + " 968:8 970:9 971:8-9 972:8-9 973:8 974:8 975:7-8 976:8 977:8-10 979:9 98:10 992:9"
          + " 993:8 994:9 995:9 996:9 998:9";

  /** Where national numbers may begin with 0. */
  private static final String ZERO_FIRST = " 39 225 229 241 242 378 ";

  private static final byte[] FEWEST = new byte[1000];
  private static final byte[] MOST = new byte[1000];
  private static final boolean[] ZERO = new boolean[1000];

  static {
    for (String country : PLAN.split(" ", -1)) {
      int colon = country.indexOf(':');
      int dash = country.indexOf('-');
      int code = Integer.parseInt(country.substring(0, colon));
      FEWEST[code] =
          Byte.parseByte(country.substring(colon + 1, dash < 0 ? country.length() : dash));
      MOST[code] = dash < 0 ? FEWEST[code] : Byte.parseByte(country.substring(dash + 1));
      ZERO[code] = ZERO_FIRST.contains(" " + code + " ");
    }
  }

  private CallingCodes() {}

  /** Whether a country has {@code code}; no code begins another. */
  static boolean isKnown(int code) {
    return MOST[code] != 0;
  }

  static int fewest(int code) {
    return FEWEST[code];
  }

  static int most(int code) {
    return MOST[code];
  }

  /** Whether the national number may begin with {@code first}, a digit as a byte. */
  static boolean mayBegin(int code, int first) {
    return switch (code) {
      case 1 -> first >= '2';
      default -> first != '0' || ZERO[code];
    };
  }
}
