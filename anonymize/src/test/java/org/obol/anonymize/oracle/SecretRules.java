package org.obol.anonymize.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.obol.anonymize.Label;

/** Secrets and wallets as docs/entities.md describes them. */
final class SecretRules {
  private static final String[] HASH_WORDS = {
    "tx",
    "txn",
    "transaction",
    "hash",
    "block",
    "root",
    "digest",
    "topic",
    "sha256",
    "keccak",
    "commit",
    "signature"
  };

  private SecretRules() {}

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(keys());
    rules.addAll(headers());
    rules.addAll(tokens());
    rules.addAll(webhooks());
    rules.addAll(wallets());
    return rules;
  }

  private static List<Rule> keys() {
    String line = "(?:(?:\\r?\\n|\\\\n)+[A-Za-z0-9+/=]+)*";
    String begin = "-----BEGIN (?<kind>(?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?)-----";
    String whole = begin + "(?:(?!-----BEGIN )[\\s\\S])*?-----END \\k<kind>-----";
    return List.of(
        new Rule(
            Label.PRIVATE_KEY,
            Pattern.compile(whole + "|" + begin.replace("?<kind>", "?:") + line),
            c -> true),
        Rule.of(
            Label.AWS_SECRET,
            "(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])",
            c ->
                c.value().matches("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9]).*")
                    && c.near("aws_secret_access_key", "secretaccesskey", "aws secret")),
        Rule.of(Label.AZURE_KEY, "(?<=AccountKey=)[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])"));
  }

  private static List<Rule> headers() {
    String part = "[A-Za-z0-9_-]++";
    return List.of(
        Rule.of(
            Label.JWT,
            "eyJ" + part + "\\.eyJ" + part + "\\." + part,
            c -> Checks.isJoseHeader(c.value().split("\\.")[0])),
        Rule.of(
            Label.JWT,
            "eyJ" + part + "\\.eyJ" + part + "\\.(?![A-Za-z0-9_-])",
            c -> Checks.isUnsignedHeader(c.value().split("\\.")[0])),
        Rule.of(
            Label.JWT,
            "eyJ" + part + "(?:\\." + part + "){4}",
            c -> Checks.isJoseHeader(c.value().split("\\.")[0])),
        Rule.of(
            Label.BEARER,
            "(?i:bearer) +([A-Za-z0-9._~+/-]*[A-Za-z0-9_~+/-]=*)(?!\\.*[A-Za-z0-9_~+/=-])",
            c ->
                c.group(1).matches(".*[0-9].*")
                    && c.group(1).length() >= (c.beforeEnds("(?i:authorization:) *") ? 8 : 16)),
        Rule.of(
            Label.BASIC_AUTH,
            "(?i:basic) +([A-Za-z0-9+/]{4,}=*)(?![A-Za-z0-9+/=])",
            c -> Checks.isBasicCredentials(c.group(1))));
  }

  private static List<Rule> tokens() {
    String alnum = "[A-Za-z0-9]";
    return List.of(
        Rule.of(Label.AWS_KEY, "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"),
        Rule.of(Label.GOOGLE_API_KEY, "AIza[\\w-]{35}(?!-)"),
        Rule.of(Label.GOOGLE_OAUTH, "GOCSPX-[\\w-]{28}(?!-)|ya29\\.[\\w-]{20,}+"),
        Rule.of(Label.GH_TOKEN, "gh[pousr]_" + alnum + "{36,}|github_pat_\\w{22,}"),
        Rule.of(
            Label.GITLAB_TOKEN,
            "(?:glpat|gldt|glrt|glptt|glft|glcbt|glsoat|glimt|glagent|gloas)-[\\w-]{20,}+"),
        Rule.of(
            Label.SLACK_TOKEN,
            "(?:xox[bparse]|xapp)-[A-Za-z0-9-]{10,}+",
            c -> c.value().matches(".*[0-9].*")),
        Rule.of(Label.TELEGRAM_TOKEN, "[0-9]{8,10}:AA[\\w-]{33}(?!-)"),
        Rule.of(
            Label.STRIPE_KEY, "[sr]k_(?:live|test)_" + alnum + "{16,}|whsec_" + alnum + "{24,}"),
        Rule.of(Label.TWILIO_KEY, "SK[0-9a-f]{32}"),
        Rule.of(Label.SHOPIFY_TOKEN, "shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
        Rule.of(Label.DIGITALOCEAN_TOKEN, "do[por]_v1_[0-9a-f]{64}"),
        Rule.of(Label.DATABRICKS_TOKEN, "dapi[0-9a-f]{32}"),
        Rule.of(
            Label.OPENAI_KEY,
            "sk-(?:proj|svcacct|admin)-[\\w-]{20,}+|sk-" + alnum + "{20,}(?!-)",
            c -> c.value().substring(3).matches("(?=.*[A-Za-z])(?=.*[0-9]).*")),
        Rule.of(Label.ANTHROPIC_KEY, "sk-ant-[\\w-]{20,}+"),
        Rule.of(
            Label.HF_TOKEN,
            "hf_" + alnum + "{30,}",
            c -> c.value().substring(3).matches("(?=.*[A-Z])(?=.*[a-z]).*")),
        Rule.of(Label.GROQ_KEY, "gsk_" + alnum + "{40,}"),
        Rule.of(Label.REPLICATE_TOKEN, "r8_" + alnum + "{37}"),
        Rule.of(Label.NPM_TOKEN, "npm_" + alnum + "{36}"),
        Rule.of(Label.PYPI_TOKEN, "pypi-AgE[\\w-]{47,}+"),
        Rule.of(Label.SENDGRID_KEY, "SG\\.[\\w-]{16,24}\\.[\\w-]{32,64}(?!-)"),
        Rule.of(Label.VAULT_TOKEN, "hv[sb]\\.[\\w-]{20,}+"));
  }

  private static List<Rule> webhooks() {
    return List.of(
        Rule.of(Label.SLACK_WEBHOOK, "https://hooks\\.slack\\.com/services/T\\w+/B\\w+/\\w+"),
        Rule.of(
            Label.DISCORD_WEBHOOK, "https://discord(?:app)?\\.com/api/webhooks/[0-9]+/[\\w-]++"));
  }

  private static List<Rule> wallets() {
    String base58 = "[1-9A-HJ-NP-Za-km-z]";
    return List.of(
        Rule.of(
            Label.ETH_KEY,
            "0x([0-9a-fA-F]{64})",
            c -> Checks.isEthKey(c.group(1)) && !c.near(HASH_WORDS)),
        Rule.of(
            Label.ETH_KEY,
            "[0-9a-fA-F]{64}",
            c ->
                Checks.isEthKey(c.value())
                    && c.near("private key", "secret key", "private_key", "secret_key")
                    && !c.near(HASH_WORDS)),
        Rule.of(
            Label.ETH_ADDRESS,
            "0x([0-9a-fA-F]{40})",
            c -> !c.group(1).matches("0*(?:[dD][eE][aA][dD])?")),
        Rule.of(
            Label.BTC_ADDRESS,
            "[13]" + base58 + "{24,34}|bc1[02-9ac-hj-np-z]{11,71}|BC1[02-9AC-HJ-NP-Z]{11,71}",
            c -> Checks.btcAddress(c.value())),
        Rule.of(Label.BTC_WIF, "[5KL9c]" + base58 + "{50,51}", c -> Checks.wif(c.value())),
        Rule.of(
            Label.BTC_XPRV,
            "[xyzt]prv" + base58 + "{107}",
            c -> Checks.base58Check(c.value()).length > 0));
  }
}
