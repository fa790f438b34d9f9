package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

/** Keys and addresses are the published examples of Ethereum, Bitcoin and their BIPs. */
class WalletsTest {
  private static final String KEY =
      "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
  private static final String TOPIC =
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
  private static final String XPRV =
      "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«0x" + KEY + "»",
        "PRIVATE_KEY=«0x" + KEY + "»",
        "private key: «" + KEY + "»",
        "{\"privateKey\": \"«" + KEY + "»\"}",
        "the private key of the tx is «0x" + KEY + "».",
        "secret_key = «0x0000000000000000000000000000000000000000000000000000000000000001»"
      })
  void findsKeysOfEthereum(String marked) {
    assertThat(MarkedSecrets.found(Label.ETH_KEY, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tx 0x" + KEY,
        "txHash: \"0x" + KEY + "\"",
        "https://etherscan.io/tx/0x" + KEY,
        "block 0x" + KEY + " stateRoot=0x" + KEY,
        "topics: [\"" + TOPIC + "\", \"0x" + KEY + "\", \"" + TOPIC + "\"]",
        KEY,
        "sha256 " + KEY,
        "sha256 of the private key " + KEY,
        "0x" + KEY + "0",
        "private key 0xffffffffffffffffffffffffffffffffbaaedce6af48a03bbfd25e8cd0364141",
        "private key 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        "private key 0x0000000000000000000000000000000000000000000000000000000000000000",
        "0x000000000000000000000000742d35Cc6634C0532925a3b844Bc454e4438f44e"
      })
  void leavesHashesAndNumbers(String text) {
    assertThat(MarkedSecrets.found(Label.ETH_KEY, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«0x742d35Cc6634C0532925a3b844Bc454e4438f44e»",
        "to «0x742d35cc6634c0532925a3b844bc454e4438f44e».",
        "ethereum:«0x742d35Cc6634C0532925a3b844Bc454e4438f44e»@1",
        "(\"«0x00000000219ab540356cBB839Cbe05303d7705Fa»\")",
        "https://etherscan.io/address/«0x742d35Cc6634C0532925a3b844Bc454e4438f44e»#code"
      })
  void findsAddressesOfEthereum(String marked) {
    assertThat(MarkedSecrets.found(Label.ETH_ADDRESS, MarkedSecrets.text(marked)))
        .isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x0000000000000000000000000000000000000000",
        "0x000000000000000000000000000000000000dEaD",
        "0xdead000000000000000000000000000000000000dead",
        "0x742d35Cc6634C0532925a3b844Bc454e4438f44e0",
        "742d35Cc6634C0532925a3b844Bc454e4438f44e",
        "0x742d35Cc6634C0532925a3b844Bc454e4438f44",
        "x0x742d35Cc6634C0532925a3b844Bc454e4438f44e"
      })
  void leavesNobodysAddresses(String text) {
    assertThat(MarkedSecrets.found(Label.ETH_ADDRESS, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa»",
        "pay «3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy».",
        "bitcoin:«bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4»?amount=1",
        "«BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4»",
        "«bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0»",
        "«1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2»"
      })
  void findsAddressesOfBitcoin(String marked) {
    assertThat(MarkedSecrets.found(Label.BTC_ADDRESS, MarkedSecrets.text(marked)))
        .isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
        "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "1234567891234567891234567891",
        "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNL",
        "x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
      })
  void leavesWhatHasAWrongChecksum(String text) {
    assertThat(MarkedSecrets.found(Label.BTC_ADDRESS, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "«5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ»",
        "key: «KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn».",
        "\"«5KYZdUEo39z3FPrtuX2QbbwGnNP5zTd7yyr2SC1j299sBCnWjss»\"",
        "wif=«L1aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ»",
        "«cMzLdeGd5vEqxB8B6VFQoRopQ3sLAAvEzDAoQgvX54xwofSWj1fx»"
      })
  void findsKeysOfBitcoin(String marked) {
    assertThat(MarkedSecrets.found(Label.BTC_WIF, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK",
        "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWm",
        "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyT",
        "cnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWnKwDiBf89QgGbjEh",
        "L0aW4aubDFB7yfras2S1mN3bqg9nwySY8nkoLmJebSLD5BWv3ENZ"
      })
  void leavesKeysWithAWrongChecksum(String text) {
    assertThat(MarkedSecrets.found(Label.BTC_WIF, text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"«%s»", "key=«%s»", "«%s».", "\"«%s»\"", "\\n«%s»\\n"})
  void findsExtendedPrivateKeys(String marked) {
    assertThat(MarkedSecrets.found(Label.BTC_XPRV, MarkedSecrets.text(marked).formatted(XPRV)))
        .isEqualTo(marked.formatted(XPRV));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
        XPRV + "j",
        "a" + XPRV,
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHj",
        "xprv"
      })
  void leavesExtendedPublicKeys(String text) {
    assertThat(MarkedSecrets.found(Label.BTC_XPRV, text)).isEqualTo(text);
  }
}
