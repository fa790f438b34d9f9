package org.obol.anonymize;

/**
 * A kind of personal data or secret. The name is what placeholders and reports show;
 * docs/entities.md says what each matches.
 */
public enum Label {
  EMAIL(true),
  PHONE(true),
  CREDIT_CARD(true),
  IPV4(true),
  IPV6,
  MAC,
  IBAN,
  SSN(true),
  ITIN,
  UK_NINO,
  UK_NHS,
  ES_DNI,
  FR_NIR,
  DE_TAX_ID,
  IT_FISCAL_CODE,
  PL_PESEL,
  CH_AHV,
  BR_CPF,
  IN_AADHAAR,
  CN_RESIDENT_ID,
  CA_SIN,
  PASSPORT,
  DATE_OF_BIRTH,
  HOME_PATH(true),
  PRIVATE_KEY(true),
  PASSWORD,
  JWT,
  BEARER(true),
  BASIC_AUTH,
  AWS_KEY(true),
  AWS_SECRET,
  AZURE_KEY,
  GOOGLE_API_KEY,
  GOOGLE_OAUTH,
  GH_TOKEN(true),
  GITLAB_TOKEN,
  SLACK_TOKEN,
  SLACK_WEBHOOK,
  DISCORD_WEBHOOK,
  TELEGRAM_TOKEN,
  STRIPE_KEY,
  TWILIO_KEY,
  SHOPIFY_TOKEN,
  DIGITALOCEAN_TOKEN,
  DATABRICKS_TOKEN,
  OPENAI_KEY(true),
  ANTHROPIC_KEY,
  HF_TOKEN,
  GROQ_KEY,
  REPLICATE_TOKEN,
  NPM_TOKEN,
  PYPI_TOKEN,
  SENDGRID_KEY,
  VAULT_TOKEN,
  ETH_KEY(true),
  ETH_ADDRESS,
  BTC_ADDRESS,
  BTC_WIF,
  BTC_XPRV,
  MNEMONIC,
  PERSON,
  ADDRESS,
  ORGANIZATION,
  LOCATION;

  private final boolean reference;

  Label() {
    this(false);
  }

  Label(boolean reference) {
    this.reference = reference;
  }

  /**
   * Whether the profile {@code reference}, the twelve labels of the Go program's script, has this
   * label.
   */
  public boolean inReference() {
    return reference;
  }
}
