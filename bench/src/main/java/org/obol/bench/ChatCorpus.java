package org.obol.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Writes a corpus of chat records with about three invented values of personal data or secrets in
 * each: prose in English and ten other languages, code, logs, escapes of every kind, tool calls
 * with JSON in a string. {@code ChatCorpus FILE BYTES [SEED]}.
 */
public final class ChatCorpus {

  private static final String[] ENGLISH = {
    "Could you check why the order was not delivered? The customer called twice on Monday and asked"
        + " for a refund.",
    "Sure, I looked at the ticket; version 2.14.0 fixed the timeout in build 20240131.7, see commit"
        + " 9f8c2d1e4b7a.",
    "The quick summary: revenue grew by 12.5 % year over year, churn fell from 3.1 to 2.4 %.",
    "I would start with a small table of contents, then explain how each part depends on the one"
        + " before it.",
    "That error usually means the file was opened twice: close the first handle before you write to"
        + " it again.",
    "Let me rewrite the paragraph so that it is shorter and keeps the two examples you liked. 🚀",
  };
  private static final String[] OTHERS = {
    "Wir haben die Rechnung gestern geprüft und den Betrag von 1.249,00 € noch einmal angewiesen.",
    "Könnten Sie mir bitte bestätigen, dass der Vertrag ab dem 1. März gekündigt ist?",
    "Merci pour votre réponse, le colis est bien arrivé à l'entrepôt de Lyon à 14:32.",
    "¿Puede decirme cuándo estará lista la factura? Llevo tres semanas esperando.",
    "Grazie mille, ho già inviato i documenti all'ufficio; restano 12 pagine da firmare.",
    "Obrigado pelo contato, o pedido 4482913 foi enviado ontem à tarde.",
    "Proszę o ponowne wysłanie potwierdzenia, bo poprzednia wiadomość nie dotarła.",
    "Добрый день, подскажите, пожалуйста, когда будет готов отчёт за второй квартал?",
    "请帮我确认一下昨天的订单，客户说还没有收到发货通知。",
    "会議の資料は共有フォルダーに置きました。ご確認をお願いします。",
  };
  private static final String[] CODE = {
    "def total(items):\n    return sum(i.price * i.count for i in items if i.count > 0)\n",
    "for (int i = 0; i < rows.size(); i++) {\n\tsum += rows.get(i).value() * 1.19;\n}\n",
    "SELECT id, name FROM orders WHERE created_at > '2024-01-15 10:30:00' AND status = 'open';\n",
    "2024-03-18T09:14:07.123Z INFO worker-7 handled request in 41 ms"
        + " (id=6f1ed002-ab59-4f1e-9c1d-7e1a2b3c4d5e)\n",
    "{\"name\":\"web\",\"version\":\"4.17.21\",\"scripts\":{\"build\":\"vite build"
        + " --mode=production\"}}\n",
    "curl -sS https://api.example.com/v2/items/8841?limit=50 | jq '.items[] | .name'\n",
  };
  private static final String[] NAMES = {
    "anna", "j.smith", "li.wei", "m.garcia", "olga", "tom+news", "kofi", "s_mueller"
  };
  private static final String[] HOSTS = {
    "example.com", "example.org", "mail.example.net", "corp.example.co.uk"
  };
  private static final String ALNUM =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String HEX = "0123456789abcdef";

  private final RandomGenerator random;

  private ChatCorpus(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public static void main(String[] args) throws IOException {
    long size = Long.parseLong(args[1]);
    ChatCorpus corpus = new ChatCorpus(args.length > 2 ? Long.parseLong(args[2]) : 1);
    try (OutputStream out = Files.newOutputStream(Path.of(args[0]))) {
      for (long written = 0; written < size; ) {
        byte[] line = corpus.line().getBytes(StandardCharsets.UTF_8);
        out.write(line);
        written += line.length;
      }
    }
  }

  private String line() {
    StringBuilder line =
        new StringBuilder("{\"id\":\"").append(chars(HEX, 24)).append("\",\"messages\":[");
    int turns = 2 + random.nextInt(4);
    boolean ascii = random.nextInt(20) == 0;
    for (int i = 0; i < turns; i++) {
      line.append(i == 0 ? "" : ",")
          .append("{\"role\":\"")
          .append(i % 2 == 0 ? "user" : "assistant")
          .append("\",\"content\":");
      quote(line, text(), ascii);
      if (i % 2 == 1 && random.nextInt(8) == 0) {
        line.append(
            ",\"tool_calls\":[{\"type\":\"function\",\"function\":{\"name\":\"lookup\",\"arguments\":");
        StringBuilder arguments = new StringBuilder("{\"query\":");
        quote(arguments, value(), false);
        quote(
            line,
            arguments.append(",\"limit\":").append(random.nextInt(100)).append('}').toString(),
            ascii);
        line.append("}}]");
      }
      line.append('}');
    }
    return line.append("],\"tokens\":")
        .append(random.nextInt(4000))
        .append(",\"score\":0.")
        .append(random.nextInt(1000))
        .append("}\n")
        .toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int parts = 2 + random.nextInt(6);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(9)) {
        case 0 -> text.append("\n```\n").append(pick(CODE)).append("```\n");
        case 1, 2 ->
            text.append(pick(LEADS)).append(value()).append(random.nextBoolean() ? ". " : "\n");
        default -> text.append(pick(random.nextInt(5) > 0 ? ENGLISH : OTHERS)).append(' ');
      }
    }
    return text.toString();
  }

  private static final String[] LEADS = {
    "It is ", "Use ", "see: ", "Here (again) ", "→ ", "联系方式：", "Kontakt: "
  };

  private String value() {
    return switch (random.nextInt(18)) {
      case 0, 1, 2, 3, 4 -> pick(NAMES) + random.nextInt(500) + "@" + pick(HOSTS);
      case 5, 6, 7 -> "(" + area() + ") 555-01" + digits(2);
      case 8 -> "+1 " + area() + "-555-01" + digits(2);
      case 9 -> "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
      case 10 -> card();
      case 11 ->
          "1"
              + digits(2).replace("00", "01")
              + "-"
              + (10 + random.nextInt(89))
              + "-"
              + (1000 + random.nextInt(8999));
      case 12 -> "/home/" + pick(NAMES) + "/src/main.py";
      case 13 -> "AKIA" + chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
      case 14 -> "ghp_" + chars(ALNUM, 36);
      case 15 -> "sk-proj-" + chars(ALNUM, 40) + "7aB";
      case 16 -> "Bearer " + chars(ALNUM, 30) + "1";
      default -> "0x" + chars(HEX, 64);
    };
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private String area() {
    return "" + (2 + random.nextInt(8)) + (1 + random.nextInt(8)) + random.nextInt(10);
  }

  private String card() {
    String number = "4" + digits(14);
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int digit = number.charAt(14 - i) - '0';
      int twice = i % 2 == 0 ? digit * 2 : digit;
      sum += twice > 9 ? twice - 9 : twice;
    }
    String card = number + (10 - sum % 10) % 10;
    return random.nextBoolean() ? card : card.replaceAll("(.{4})(?!$)", "$1 ");
  }

  private String digits(int count) {
    return chars("0123456789", count);
  }

  private String chars(String alphabet, int count) {
    StringBuilder chars = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      chars.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return chars.toString();
  }

  private static void quote(StringBuilder out, String text, boolean ascii) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\t' -> out.append("\\t");
        default -> {
          if (ascii && c >= 0x80) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
