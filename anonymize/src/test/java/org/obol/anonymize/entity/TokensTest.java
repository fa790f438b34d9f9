package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

class TokensTest {
  private static final String HEX = "0123456789abcdef";
  private static final String MIXED = "a1B2c3D4e5";
  private static final String UPPER = "A1B2C3D4E5F6G7H8";

  private static String mixed(int length) {
    return MIXED.repeat(length / 10 + 1).substring(0, length);
  }

  /** Each token, and one character of its alphabet that is too few. */
  private static Stream<Arguments> tokens() {
    List<Arguments> all = new ArrayList<>();
    for (String prefix : "AKIA ASIA ABIA ACCA".split(" ")) {
      all.add(arguments(Label.AWS_KEY, prefix, UPPER));
    }
    all.add(arguments(Label.GOOGLE_API_KEY, "AI" + "za", mixed(35)));
    all.add(arguments(Label.GOOGLE_OAUTH, "GOCSPX" + "-", mixed(28)));
    all.add(arguments(Label.GOOGLE_OAUTH, "ya29" + ".", mixed(20)));
    for (String prefix : "ghp_ gho_ ghu_ ghs_ ghr_".split(" ")) {
      all.add(arguments(Label.GH_TOKEN, prefix, mixed(36)));
    }
    all.add(arguments(Label.GH_TOKEN, "github_" + "pat_", mixed(22)));
    for (String prefix :
        "glpat- gldt- glrt- glptt- glft- glcbt- glsoat- glimt- glagent- gloas-".split(" ")) {
      all.add(arguments(Label.GITLAB_TOKEN, prefix, mixed(20)));
    }
    for (String prefix : "xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xapp-".split(" ")) {
      all.add(arguments(Label.SLACK_TOKEN, prefix, mixed(11)));
    }
    for (String prefix : "sk_live_ sk_test_ rk_live_ rk_test_".split(" ")) {
      all.add(arguments(Label.STRIPE_KEY, prefix, mixed(16)));
    }
    all.add(arguments(Label.STRIPE_KEY, "wh" + "sec_", mixed(24)));
    all.add(arguments(Label.TWILIO_KEY, "S" + "K", HEX.repeat(2)));
    for (String prefix : "shpat_ shpca_ shppa_ shpss_".split(" ")) {
      all.add(arguments(Label.SHOPIFY_TOKEN, prefix, HEX.repeat(2)));
    }
    for (String prefix : "dop_v1_ doo_v1_ dor_v1_".split(" ")) {
      all.add(arguments(Label.DIGITALOCEAN_TOKEN, prefix, HEX.repeat(4)));
    }
    all.add(arguments(Label.DATABRICKS_TOKEN, "da" + "pi", HEX.repeat(2)));
    for (String prefix : "proj- svcacct- admin-".split(" ")) {
      all.add(arguments(Label.OPENAI_KEY, "sk-" + prefix, mixed(10) + "_" + mixed(9)));
    }
    all.add(arguments(Label.OPENAI_KEY, "sk" + "-", mixed(20)));
    all.add(arguments(Label.ANTHROPIC_KEY, "sk-" + "ant-", mixed(20)));
    all.add(arguments(Label.HF_TOKEN, "h" + "f_", mixed(30)));
    all.add(arguments(Label.GROQ_KEY, "gs" + "k_", mixed(40)));
    all.add(arguments(Label.REPLICATE_TOKEN, "r" + "8_", mixed(37)));
    all.add(arguments(Label.NPM_TOKEN, "np" + "m_", mixed(36)));
    all.add(arguments(Label.PYPI_TOKEN, "pypi-" + "AgE", mixed(47)));
    all.add(arguments(Label.SENDGRID_KEY, "S" + "G." + mixed(22) + ".", mixed(32)));
    all.add(arguments(Label.VAULT_TOKEN, "hv" + "s.", mixed(20)));
    all.add(arguments(Label.VAULT_TOKEN, "hv" + "b.", mixed(24)));
    all.add(arguments(Label.TELEGRAM_TOKEN, "123456789" + ":", "AA" + mixed(33)));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void findsTokens(Label label, String prefix, String body) {
    String token = prefix + body;
    for (String marked :
        List.of(
            "«%s»",
            "key=«%s».", "\"«%s»\",", "use `«%s»` now", "X=\\n«%s»\\n", "令牌«%s»。", "(«%s»)")) {
      assertThat(MarkedSecrets.found(label, MarkedSecrets.text(marked).formatted(token)))
          .isEqualTo(marked.formatted(token));
    }
    assertThat(MarkedSecrets.labels("use " + token)).containsExactly(label);
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void leavesPartsOfWordsAndMasks(Label label, String prefix, String body) {
    for (String text : List.of("a" + prefix + body, prefix + body + "é", "é" + prefix + body)) {
      assertThat(MarkedSecrets.found(label, text)).isEqualTo(text);
    }
    String few = prefix + body.substring(0, 7);
    assertThat(MarkedSecrets.found(label, few)).isEqualTo(few);
    String mask = prefix + "*".repeat(body.length());
    assertThat(MarkedSecrets.found(label, mask)).isEqualTo(mask);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-fading-circle-dot sk-fading-circle12-dot-child",
        "sk-learn-contrib-2024-extensions",
        "hf_hub_download_from_somewhere_else",
        "npm_config_registry_of_the_company_is_set_here",
        "pypi-publish-action-for-all-the-people-of-this-world-and-more",
        "sk-proj-without-any-number-in-it",
        "xoxb-your-token-is-written-here",
        "AKIA0123456789abcdef AKIAA1B2C3D4E5F6G7H89",
        "9fceb02d0ae598e95dc970b74767f19372d61af8",
        "123e4567-e89b-12d3-a456-426614174000",
        "com.example.project.SomeVeryLongClassName.method",
        "hvs.short ya29.short SG.short.short",
        "12345678901:AAabcdefghij",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "<GH_TOKEN_0123456789abcdef0123456789abcdef>"
      })
  void leavesOrdinaryLongWords(String text) {
    assertThat(MarkedSecrets.labels(text)).isEmpty();
  }

  @Test
  void leavesTokensThatOnlyShowTheirForm() {
    assertThat(MarkedSecrets.labels("ghp_" + "x".repeat(36) + " sk-" + "X".repeat(40))).isEmpty();
    assertThat(MarkedSecrets.labels("pk_" + "live_" + mixed(24))).isEmpty();
  }

  @Test
  void takesWhatGitLabAndDatabricksHangOnTheirTokens() {
    String routable = "glpat" + "-" + mixed(27) + ".01.0a1b2c3d4";
    String numbered = "da" + "pi" + HEX.repeat(2) + "-2";
    assertThat(MarkedSecrets.found(Label.GITLAB_TOKEN, routable)).isEqualTo("«" + routable + "»");
    assertThat(MarkedSecrets.found(Label.DATABRICKS_TOKEN, numbered))
        .isEqualTo("«" + numbered + "»");
  }

  @Test
  void findsTheTokenInTheAddressOfABot() {
    String token = "123456789" + ":AA" + mixed(33);
    assertThat(
            MarkedSecrets.found(
                Label.TELEGRAM_TOKEN, "https://api.telegram.org/bot" + token + "/getMe"))
        .isEqualTo("https://api.telegram.org/bot«" + token + "»/getMe");
  }

  @Test
  void findsWholeWebhooks() {
    String slack = "https://hooks.slack.com/" + "services/T12345678/B12345678/" + mixed(24);
    String discord = "https://discord.com/api/" + "webhooks/123456789012345678/" + mixed(68);
    String old = discord.replace("discord", "discordapp").replace("/api/", "/api/v10/");
    assertThat(MarkedSecrets.found(Label.SLACK_WEBHOOK, "to " + slack + "."))
        .isEqualTo("to «" + slack + "».");
    assertThat(MarkedSecrets.found(Label.DISCORD_WEBHOOK, discord)).isEqualTo("«" + discord + "»");
    assertThat(MarkedSecrets.found(Label.DISCORD_WEBHOOK, old)).isEqualTo("«" + old + "»");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
        "https://hooks.slack.com/services/T12345678",
        "https://hooks.slack.com/services/",
        "https://discord.com/api/webhooks/123456789012345678/",
        "https://discord.com/channels/123456789012345678/123456789012345678",
        "https://discord.com/api/v10/users/123456789012345678",
        "https://docs.example.com/services/T12345678/B12345678/page"
      })
  void leavesOtherAddresses(String text) {
    assertThat(MarkedSecrets.found(Label.SLACK_WEBHOOK, text)).isEqualTo(text);
    assertThat(MarkedSecrets.found(Label.DISCORD_WEBHOOK, text)).isEqualTo(text);
  }
}
