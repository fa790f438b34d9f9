package org.obol.anonymize;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * A kind of personal data or secret. The name is what placeholders and reports show;
 * docs/entities.md says what each of the constants matches. Rules of a user bring labels of their
 * own by {@link #of}. There is one object per name.
 */
public final class Label implements Serializable {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,62}[A-Z0-9]");
  private static final Map<String, Label> ALL = new ConcurrentHashMap<>();
  private static final List<Label> BY_ID = new CopyOnWriteArrayList<>();

  public static final Label EMAIL = add("EMAIL", true);
  public static final Label PHONE = add("PHONE", true);
  public static final Label CREDIT_CARD = add("CREDIT_CARD", true);
  public static final Label IPV4 = add("IPV4", true);
  public static final Label IPV6 = add("IPV6", false);
  public static final Label MAC = add("MAC", false);
  public static final Label IBAN = add("IBAN", false);
  public static final Label SSN = add("SSN", true);
  public static final Label ITIN = add("ITIN", false);
  public static final Label UK_NINO = add("UK_NINO", false);
  public static final Label UK_NHS = add("UK_NHS", false);
  public static final Label ES_DNI = add("ES_DNI", false);
  public static final Label FR_NIR = add("FR_NIR", false);
  public static final Label DE_TAX_ID = add("DE_TAX_ID", false);
  public static final Label IT_FISCAL_CODE = add("IT_FISCAL_CODE", false);
  public static final Label PL_PESEL = add("PL_PESEL", false);
  public static final Label CH_AHV = add("CH_AHV", false);
  public static final Label BR_CPF = add("BR_CPF", false);
  public static final Label IN_AADHAAR = add("IN_AADHAAR", false);
  public static final Label CN_RESIDENT_ID = add("CN_RESIDENT_ID", false);
  public static final Label CA_SIN = add("CA_SIN", false);
  public static final Label PASSPORT = add("PASSPORT", false);
  public static final Label DATE_OF_BIRTH = add("DATE_OF_BIRTH", false);
  public static final Label HOME_PATH = add("HOME_PATH", true);
  public static final Label PRIVATE_KEY = add("PRIVATE_KEY", true);
  public static final Label PASSWORD = add("PASSWORD", false);
  public static final Label JWT = add("JWT", false);
  public static final Label BEARER = add("BEARER", true);
  public static final Label BASIC_AUTH = add("BASIC_AUTH", false);
  public static final Label AWS_KEY = add("AWS_KEY", true);
  public static final Label AWS_SECRET = add("AWS_SECRET", false);
  public static final Label AZURE_KEY = add("AZURE_KEY", false);
  public static final Label GOOGLE_API_KEY = add("GOOGLE_API_KEY", false);
  public static final Label GOOGLE_OAUTH = add("GOOGLE_OAUTH", false);
  public static final Label GH_TOKEN = add("GH_TOKEN", true);
  public static final Label GITLAB_TOKEN = add("GITLAB_TOKEN", false);
  public static final Label SLACK_TOKEN = add("SLACK_TOKEN", false);
  public static final Label SLACK_WEBHOOK = add("SLACK_WEBHOOK", false);
  public static final Label DISCORD_WEBHOOK = add("DISCORD_WEBHOOK", false);
  public static final Label TELEGRAM_TOKEN = add("TELEGRAM_TOKEN", false);
  public static final Label STRIPE_KEY = add("STRIPE_KEY", false);
  public static final Label TWILIO_KEY = add("TWILIO_KEY", false);
  public static final Label SHOPIFY_TOKEN = add("SHOPIFY_TOKEN", false);
  public static final Label DIGITALOCEAN_TOKEN = add("DIGITALOCEAN_TOKEN", false);
  public static final Label DATABRICKS_TOKEN = add("DATABRICKS_TOKEN", false);
  public static final Label OPENAI_KEY = add("OPENAI_KEY", true);
  public static final Label ANTHROPIC_KEY = add("ANTHROPIC_KEY", false);
  public static final Label HF_TOKEN = add("HF_TOKEN", false);
  public static final Label GROQ_KEY = add("GROQ_KEY", false);
  public static final Label REPLICATE_TOKEN = add("REPLICATE_TOKEN", false);
  public static final Label NPM_TOKEN = add("NPM_TOKEN", false);
  public static final Label PYPI_TOKEN = add("PYPI_TOKEN", false);
  public static final Label SENDGRID_KEY = add("SENDGRID_KEY", false);
  public static final Label VAULT_TOKEN = add("VAULT_TOKEN", false);
  public static final Label ETH_KEY = add("ETH_KEY", true);
  public static final Label ETH_ADDRESS = add("ETH_ADDRESS", false);
  public static final Label BTC_ADDRESS = add("BTC_ADDRESS", false);
  public static final Label BTC_WIF = add("BTC_WIF", false);
  public static final Label BTC_XPRV = add("BTC_XPRV", false);
  public static final Label MNEMONIC = add("MNEMONIC", false);
  public static final Label PERSON = add("PERSON", false);
  public static final Label ADDRESS = add("ADDRESS", false);
  public static final Label ORGANIZATION = add("ORGANIZATION", false);
  public static final Label LOCATION = add("LOCATION", false);

  private static final List<Label> CONSTANTS =
      ALL.values().stream().sorted((a, b) -> a.id - b.id).toList();

  private final String name;
  private final byte[] ascii;
  private final int id;
  private final boolean reference;

  private Label(String name, int id, boolean reference) {
    this.name = name;
    this.ascii = name.getBytes(StandardCharsets.US_ASCII);
    this.id = id;
    this.reference = reference;
  }

  private static Label add(String name, boolean reference) {
    Label label = new Label(name, BY_ID.size(), reference);
    BY_ID.add(label);
    ALL.put(name, label);
    return label;
  }

  /** The constants, in the order of docs/entities.md. */
  public static List<Label> constants() {
    return CONSTANTS;
  }

  /**
   * The label with this name, made at first use.
   *
   * @throws IllegalArgumentException unless it is 2 to 64 of A–Z, 0–9 and {@code _}, begins with a
   *     letter and does not end with {@code _}
   */
  public static Label of(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a label: " + name + "; write it like API_TOKEN, 2 to 64 characters");
    }
    synchronized (BY_ID) {
      Label known = ALL.get(name);
      return known != null ? known : add(name, false);
    }
  }

  /** The label with this name, if there is one in this process. */
  public static Optional<Label> known(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  public String name() {
    return name;
  }

  /** The bytes of the name; not to be changed. */
  byte[] ascii() {
    return ascii;
  }

  /** A small number, different for each label of this process. */
  public int id() {
    return id;
  }

  /**
   * Whether the profile {@code reference}, the twelve labels of the Go program's script, has this
   * label.
   */
  public boolean inReference() {
    return reference;
  }

  static Label byId(int id) {
    return BY_ID.get(id);
  }

  private Object writeReplace() {
    return new Named(name);
  }

  /** How a label is sent to another process: there it becomes the one object of that name. */
  private record Named(String name) implements Serializable {
    private Object readResolve() {
      return Label.of(name);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
