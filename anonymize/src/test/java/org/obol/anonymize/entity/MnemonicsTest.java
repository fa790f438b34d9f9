package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

/** Phrases are the test vectors of BIP-39. */
class MnemonicsTest {
  private static final String ABANDON =
      "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon"
          + " about";
  private static final String LEGAL =
      "legal winner thank year wave sausage worth useful legal winner thank yellow";

  @Test
  void hasTheListOfTheStandard() {
    byte[] list = Bip39.resource();
    assertThat(HexFormat.of().formatHex(Sha256.of(list)))
        .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
    List<String> words = new String(list, StandardCharsets.US_ASCII).lines().toList();
    assertThat(words).hasSize(2048);
    for (int i = 0; i < words.size(); i++) {
      byte[] word = words.get(i).getBytes(StandardCharsets.US_ASCII);
      assertThat(WordList.of(words).index(word, 0, word.length)).isEqualTo(i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«" + ABANDON + "»",
        "my seed phrase is: «" + LEGAL + "». ok",
        "\"«" + LEGAL + "»\"",
        "it was «LETTER ADVICE CAGE ABSURD AMOUNT DOCTOR ACOUSTIC AVOID LETTER ADVICE CAGE ABOVE» I"
            + " think",
        "«zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo"
            + " zoo vote»",
        "recovery phrase:⏎«zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo»",
        "«legal⏎"
            + "winner⏎"
            + "thank⏎"
            + "year⏎"
            + "wave⏎"
            + "sausage⏎"
            + "worth⏎"
            + "useful⏎"
            + "legal⏎"
            + "winner⏎"
            + "thank⏎"
            + "yellow»⏎",
        "write down «" + LEGAL + "» now"
      })
  void findsPhrases(String marked) {
    assertThat(MarkedSecrets.found(Label.MNEMONIC, MarkedSecrets.text(marked)))
        .isEqualTo(MarkedSecrets.lines(marked));
  }

  @Test
  void findsPhrasesWhereverTheyBegin() {
    for (int before = 0; before < 100; before++) {
      String prose = ". ".repeat(before / 2) + "x".repeat(before % 2) + ": ";
      assertThat(MarkedSecrets.found(Label.MNEMONIC, prose + LEGAL + " 1"))
          .isEqualTo(prose + "«" + LEGAL + "» 1");
    }
  }

  @Test
  void findsTheShortestPhrasesAndThoseOnLinesOfTheirOwn() {
    String shortest = "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo";
    String lines = LEGAL.replace(" ", "\r\n");
    for (int before = 0; before < 100; before++) {
      String text = "1".repeat(before) + " mnemonic: ";
      assertThat(MarkedSecrets.found(Label.MNEMONIC, text + shortest))
          .isEqualTo(text + "«" + shortest + "»");
      assertThat(MarkedSecrets.found(Label.MNEMONIC, text + lines))
          .isEqualTo(text + "«" + lines + "»");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "people want to go there and play some game with about any other person they like or love",
        "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo",
        "legal winner thank year wave sausage worth useful legal winner thank",
        "legal, winner, thank, year, wave, sausage, worth, useful, legal, winner, thank, yellow",
        "abandon ability able about above absent absorb abstract absurd abuse access accident",
        "mnemonic: <MNEMONIC_1>",
        "seed phrase of twelve words"
      })
  void leavesProseAndLists(String text) {
    assertThat(MarkedSecrets.found(Label.MNEMONIC, text)).isEqualTo(text);
  }

  @Test
  void leavesTheListItself() {
    String list = new String(Bip39.resource(), StandardCharsets.US_ASCII);
    assertThat(MarkedSecrets.labels(list)).doesNotContain(Label.MNEMONIC);
  }
}
