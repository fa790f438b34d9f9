package org.obol.finetune.provenance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * A signed payload (DSSE 1.0.2) with one signature. Read its payload only after verifying: what is
 * signed is {@link #signedBytes()}, and {@code keyid} is a hint that nothing protects.
 */
public final class Envelope {

  /** The payload type of in-toto statements. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  private final String payloadType;
  private final byte[] payload;
  private final String keyId;
  private final byte[] signature;

  private Envelope(String payloadType, byte[] payload, String keyId, byte[] signature) {
    this.payloadType = payloadType;
    this.payload = payload;
    this.keyId = keyId;
    this.signature = signature;
  }

  /** Signs the bytes of a statement; {@code signer} is given {@link #pae}. */
  static Envelope sign(byte[] statement, String keyId, Function<byte[], byte[]> signer) {
    return new Envelope(IN_TOTO, statement.clone(), keyId, signer.apply(pae(IN_TOTO, statement)));
  }

  /**
   * The pre-authentication encoding (DSSE protocol, "Signature Definition"): {@code DSSEv1}, the
   * length of the type, the type, the length of the body, the body, with single spaces between;
   * lengths are in bytes and decimal.
   */
  public static byte[] pae(String type, byte[] body) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(body.length + typeBytes.length + 40);
    out.writeBytes(ascii("DSSEv1 " + typeBytes.length + " "));
    out.writeBytes(typeBytes);
    out.writeBytes(ascii(" " + body.length + " "));
    out.writeBytes(body);
    return out.toByteArray();
  }

  /**
   * Reads an envelope with exactly one signature.
   *
   * @throws JsonException naming the member that is missing or malformed
   */
  public static Envelope read(Json json) {
    Json.Obj envelope = json.asObject("an envelope");
    List<Json> signatures = RunFields.list(envelope, "signatures");
    if (signatures.size() != 1) {
      throw new JsonException("an envelope with " + signatures.size() + " signatures, not one");
    }
    Json.Obj signature = signatures.getFirst().asObject("a signature");
    return new Envelope(
        envelope.requireText("payloadType"),
        base64(envelope, "payload"),
        signature.text("keyid").orElse(""),
        base64(signature, "sig"));
  }

  /** What the signature is over. */
  public byte[] signedBytes() {
    return pae(payloadType, payload);
  }

  /** The media type of the payload. */
  public String payloadType() {
    return payloadType;
  }

  /** A copy of the payload. */
  public byte[] payload() {
    return payload.clone();
  }

  /** The hint at the key, empty when there is none. */
  public String keyId() {
    return keyId;
  }

  /** A copy of the signature. */
  public byte[] signature() {
    return signature.clone();
  }

  /** Whether {@code key} signed it. */
  public boolean isSignedBy(AttestationPublicKey key) {
    return key.verifies(signedBytes(), signature);
  }

  /** The wire form. */
  public Json.Obj toJson() {
    Json.Obj signed =
        Json.object()
            .put("keyid", keyId)
            .put("sig", Base64.getEncoder().encodeToString(signature))
            .build();
    return Json.object()
        .put("payload", Base64.getEncoder().encodeToString(payload))
        .put("payloadType", payloadType)
        .put("signatures", List.of(signed))
        .build();
  }

  private static byte[] base64(Json.Obj json, String field) {
    String text = json.requireText(field);
    byte[] bytes = RunFields.value(text, field, Base64.getDecoder()::decode);
    // The decoder ignores bits that encode nothing; there is to be one text for each value.
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new JsonException(field + " is not in the usual form of base64");
    }
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
