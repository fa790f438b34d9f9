package org.obol.x402.extension;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.JsonException;
import org.obol.evm.ChainId;

/** A sign-in by one account on one chain, and the text that its wallet shows (EIP-4361). */
public record SignInMessage(SignIn signIn, Address address, ChainId chain) {

  private static final String GREETING = " wants you to sign in with your Ethereum account:";

  // A line break in a field would let one field look like the next.
  private static final Pattern ONE_LINE =
      Pattern.compile("[^\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]+");
  private static final Pattern NONCE = Pattern.compile("[a-zA-Z0-9]{8,128}");
  private static final Pattern CHAIN = Pattern.compile("[1-9][0-9]{0,17}");

  /**
   * Checks that each field is one line and that the nonce has its form.
   *
   * @throws JsonException when one is not
   */
  public SignInMessage {
    for (String text : signIn.texts()) {
      if (!ONE_LINE.matcher(text).matches()) {
        throw new JsonException("a field of a sign-in is empty or has a line break");
      }
    }
    if (!NONCE.matcher(signIn.nonce()).matches()) {
      throw new JsonException("field \"nonce\" of a sign-in is not 8..128 letters and digits");
    }
  }

  /** The text, lines ended by LF, none at the end. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(signIn.domain() + GREETING);
    lines.add(address.checksummed());
    lines.add("");
    signIn.statement().ifPresent(lines::add);
    lines.add("");
    lines.add("URI: " + signIn.uri());
    lines.add("Version: " + SignIn.VERSION);
    lines.add("Chain ID: " + chain.value());
    lines.add("Nonce: " + signIn.nonce());
    lines.add("Issued At: " + signIn.issuedAt());
    signIn.expirationTime().ifPresent(time -> lines.add("Expiration Time: " + time));
    signIn.notBefore().ifPresent(time -> lines.add("Not Before: " + time));
    signIn.requestId().ifPresent(id -> lines.add("Request ID: " + id));
    if (!signIn.resources().isEmpty()) {
      lines.add("Resources:");
      signIn.resources().forEach(url -> lines.add("- " + url));
    }
    return String.join("\n", lines);
  }

  /** What a key signs: the text with the prefix of EIP-191, version 0x45. */
  public Bytes32 digest() {
    byte[] text = text().getBytes(StandardCharsets.UTF_8);
    byte[] prefix =
        ("\u0019Ethereum Signed Message:\n" + text.length).getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[prefix.length + text.length];
    System.arraycopy(prefix, 0, all, 0, prefix.length);
    System.arraycopy(text, 0, all, prefix.length, text.length);
    return Bytes32.keccak(all);
  }

  /**
   * Reads a text of EIP-4361, which is exactly what {@link #text()} gives back.
   *
   * @throws JsonException when it is not such a text
   */
  public static SignInMessage parse(String text) {
    try {
      SignInMessage message = read(new Lines(text));
      if (message.text().equals(text)) {
        return message;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // As below.
    }
    throw new JsonException("not a sign-in message (EIP-4361)");
  }

  private static SignInMessage read(Lines lines) {
    String domain = lines.upTo(GREETING);
    Address address = Address.parse(lines.next());
    lines.blank();
    Optional<String> statement = lines.unlessBlank();
    lines.blank();
    String uri = lines.field("URI");
    lines.field("Version");
    Matcher number = CHAIN.matcher(lines.field("Chain ID"));
    if (!number.matches()) {
      throw new IllegalArgumentException("chain");
    }
    ChainId chain = new ChainId(Long.parseLong(number.group()));
    String nonce = lines.field("Nonce");
    String issuedAt = lines.field("Issued At");
    var signIn =
        new SignIn(
            domain,
            statement,
            uri,
            nonce,
            issuedAt,
            lines.optional("Expiration Time"),
            lines.optional("Not Before"),
            lines.optional("Request ID"),
            lines.resources());
    return new SignInMessage(signIn, address, chain);
  }

  /** The lines of a text, one after the other; IllegalArgumentException for an unexpected one. */
  private static final class Lines {

    private final String[] lines;
    private int at;

    Lines(String text) {
      lines = text.split("\n", -1);
    }

    String next() {
      if (at == lines.length) {
        throw new IllegalArgumentException("the text ends early");
      }
      return lines[at++];
    }

    void blank() {
      if (!next().isEmpty()) {
        throw new IllegalArgumentException("a blank line is missing");
      }
    }

    Optional<String> unlessBlank() {
      return at < lines.length && !lines[at].isEmpty() ? Optional.of(next()) : Optional.empty();
    }

    String upTo(String end) {
      String line = next();
      if (!line.endsWith(end)) {
        throw new IllegalArgumentException("the greeting is missing");
      }
      return line.substring(0, line.length() - end.length());
    }

    String field(String name) {
      return optional(name)
          .orElseThrow(() -> new IllegalArgumentException("a field is missing: " + name));
    }

    Optional<String> optional(String name) {
      String start = name + ": ";
      return at < lines.length && lines[at].startsWith(start)
          ? Optional.of(next().substring(start.length()))
          : Optional.empty();
    }

    List<String> resources() {
      List<String> urls = new ArrayList<>();
      if (at < lines.length && lines[at].equals("Resources:")) {
        at++;
        while (at < lines.length && lines[at].startsWith("- ")) {
          urls.add(next().substring(2));
        }
      }
      return urls;
    }
  }
}
