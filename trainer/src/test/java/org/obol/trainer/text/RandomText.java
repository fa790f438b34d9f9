package org.obol.trainer.text;

import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Texts that try the corners: kinds of white space, marks, cases, digits, tokens written out. */
final class RandomText {

  private static final String[] PIECES = {
    " ",
    "  ",
    "    ",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u3000",
    "\u2028",
    "\u0085",
    "\u200b",
    "'s",
    "'S",
    "'ſ",
    "'ll",
    "'LL",
    "'d",
    "'",
    "the",
    " the",
    "The",
    "word",
    "sword",
    " word ",
    "zzzz",
    " asleep",
    "1",
    "42",
    "12345",
    "٣٤",
    "Ⅷ",
    "½",
    "ß",
    "ﬁ",
    "é",
    "e\u0301",
    "a\u0323\u0301",
    "\u0301",
    "\u1e9b\u0323",
    "한",
    "\u1112\u1161\u11ab",
    "日本",
    "नि",
    "😀",
    "👨\u200d👩\u200d👧",
    "𝐀",
    "\ufeff",
    "\0",
    "\u0007",
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|im_",
    "<|",
    "<tool_call>",
    "<left>",
    "<right>",
    "<rig",
    "<|begin_of_text|>",
    "<|eot_id|>",
    "<s>",
    "</s>",
    "<unk>",
    "<0x0A>",
    "▁",
    "Ġ",
    "{",
    "};",
    "...",
    "——",
    "!",
    "//"
  };

  private RandomText() {}

  static String of(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(30);
    for (int i = 0; i < pieces; i++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          int from = random.nextInt(Tokenizers.TEXT.length() - 12);
          text.append(Tokenizers.TEXT, from, from + random.nextInt(12));
        }
        case 1 -> text.appendCodePoint(character(random));
        default -> text.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    // A cut may have gone through a pair.
    return text.codePoints()
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** Any but marks, whose order Java and the library have from different versions of Unicode. */
  private static int character(SplittableRandom random) {
    while (true) {
      int c = random.nextInt(random.nextBoolean() ? 0x3000 : 0x20000);
      if (Character.isDefined(c) && !isMark(c) && (c < 0xd800 || c > 0xf8ff)) {
        return c;
      }
    }
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
