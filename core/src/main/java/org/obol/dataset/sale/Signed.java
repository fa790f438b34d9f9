package org.obol.dataset.sale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.obol.crypto.Address;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Sha256;
import org.obol.crypto.Signature;
import org.obol.dataset.DomainTag;
import org.obol.dataset.VerificationException;

/**
 * A document with the signature that came with it; whose signature it is, {@link #signer()} says.
 * What is signed is SHA-256(tag[32] ‖ JCS(the members as they were transmitted, but for {@code
 * signature})), so that members this program does not know are signed too.
 */
public final class Signed<D> {

  /** Longest document that is read on its own, 64 KiB. */
  public static final long MAX_BYTES = 64 << 10;

  private static final String SIGNATURE = "signature";

  /**
   * How one kind of document is told from the others.
   *
   * @param format value of the {@code format} member
   * @param tag name of the domain that its signatures are made in
   */
  record Kind<D>(String format, String tag, Function<Json.Obj, D> reader) {}

  private final D document;
  private final Json.Obj wire;
  private final Sha256 hash;
  private final Signature signature;

  private Signed(D document, Json.Obj wire, Sha256 hash, Signature signature) {
    this.document = document;
    this.wire = wire;
    this.hash = hash;
    this.signature = signature;
  }

  static <D> Signed<D> make(Kind<D> kind, Json.Obj members, PrivateKey key) {
    Signature signature = Secp256k1.sign(hash(kind, members).bytes(), key);
    Map<String, Json> wire = new LinkedHashMap<>(members.members());
    wire.put(SIGNATURE, Json.of(signature.hex()));
    // Read back, so that nothing is signed that no client would accept.
    return read(kind, new Json.Obj(wire));
  }

  static <D> Signed<D> read(Kind<D> kind, byte[] utf8) {
    return read(kind, JsonReader.read(utf8, MAX_BYTES));
  }

  static <D> Signed<D> read(Kind<D> kind, Json json) {
    Json.Obj wire = json.asObject("a document of the format " + kind.format());
    String format = wire.requireText("format");
    if (!format.equals(kind.format())) {
      throw new JsonException("format \"" + format + "\" is not " + kind.format());
    }
    List<Json> critical = wire.list("crit").orElse(List.of());
    if (!critical.isEmpty()) {
      throw new JsonException(
          "the "
              + kind.format()
              + " demands extensions this program does not know: "
              + Json.of(critical).text()
              + ". Use a newer version of obol");
    }
    Signature signature = SaleFields.value(wire.requireText(SIGNATURE), SIGNATURE, Signature::new);
    Map<String, Json> members = new LinkedHashMap<>(wire.members());
    members.remove(SIGNATURE);
    var unsigned = new Json.Obj(members);
    return new Signed<>(kind.reader().apply(unsigned), wire, hash(kind, unsigned), signature);
  }

  private static Sha256 hash(Kind<?> kind, Json.Obj members) {
    var digest = Sha256.digest();
    digest.update(DomainTag.of(kind.tag()));
    return Sha256.of(digest.digest(CanonicalJson.bytes(members)));
  }

  /** What it says. */
  public D document() {
    return document;
  }

  /** The digest that is signed; of an offer, the {@code offerHash}. */
  public Sha256 hash() {
    return hash;
  }

  /** The signature that came with it. */
  public Signature signature() {
    return signature;
  }

  /** The wire form: every member as it came, {@code signature} among them. */
  public Json.Obj toJson() {
    return wire;
  }

  /** Who signed it; empty when no key can have. */
  public Optional<Address> signer() {
    return Secp256k1.recover(hash.bytes(), signature);
  }

  /** Whether {@code address} signed it. */
  public boolean isSignedBy(Address address) {
    return signer().filter(address::equals).isPresent();
  }

  /**
   * Demands that {@code address} signed it.
   *
   * @param what names it in the complaint, for example {@code the offer}
   * @throws VerificationException {@code bad_signature} or {@code wrong_signer}
   */
  public void requireSignedBy(Address address, String what) {
    Address signer =
        signer()
            .orElseThrow(
                () ->
                    new VerificationException(
                        "bad_signature", "no key can have made the signature of " + what));
    if (!signer.equals(address)) {
      throw new VerificationException(
          "wrong_signer",
          what
              + " is signed by "
              + signer
              + " and not by "
              + address
              + " (another key, or a member changed after signing)");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signed<?> signed
        && hash.equals(signed.hash)
        && signature.equals(signed.signature)
        && document.equals(signed.document);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "Signed[" + document + "]";
  }
}
