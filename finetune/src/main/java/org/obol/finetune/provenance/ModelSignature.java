package org.obol.finetune.provenance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.finetune.provenance.Statement.Subject;

/**
 * A signature over a folder of files (OpenSSF Model Signing 1.0, method "key"): a Sigstore bundle
 * with a DSSE envelope with an in-toto statement whose subject is one digest over all files.
 */
public final class ModelSignature {

  /** The predicate type. */
  public static final String PREDICATE = "https://model_signing/signature/v1.0";

  /** Longest bundle that is read, 16 MiB. */
  public static final long MAX_BYTES = 16L << 20;

  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";
  private static final String CODE = "model_signature";

  private ModelSignature() {}

  /**
   * The bundle over {@code files}.
   *
   * @param model its name, for people
   */
  public static byte[] sign(String model, List<HashedFile> files, AttestationKey key) {
    List<HashedFile> sorted = files.stream().sorted(ModelRoot.ORDER).toList();
    var statement =
        new Statement(
            List.of(new Subject(model, ModelRoot.of(sorted))), PREDICATE, predicate(sorted));
    Envelope envelope = Envelope.sign(statement.bytes(), "", key::sign);
    return bundle(envelope, key.publicKey()).utf8();
  }

  /**
   * The files that {@code bundle} signs, after demanding that {@code key} signed it.
   *
   * @throws JsonException when it is not a bundle over files with SHA-256
   * @throws VerificationException {@value #CODE}
   */
  public static List<HashedName> verify(byte[] bundle, AttestationPublicKey key) {
    Json.Obj json = JsonReader.read(bundle, MAX_BYTES).asObject("a model signature");
    if (!json.requireText("mediaType").equals(MEDIA_TYPE)) {
      throw new JsonException("a model signature of the type " + json.requireText("mediaType"));
    }
    Envelope envelope = Envelope.read(RunFields.object(json, "dsseEnvelope"));
    String hint =
        RunFields.object(RunFields.object(json, "verificationMaterial"), "publicKey")
            .requireText("hint");
    if (!hint.equals(key.pemFingerprint().hex()) || !envelope.isSignedBy(key)) {
      throw new VerificationException(
          CODE, "the model signature is not by the attestation key " + key.fingerprint());
    }
    return resources(Statement.of(envelope));
  }

  /** Whether the bundle is, byte for byte, in the form that {@link #sign} writes. */
  public static boolean isOurForm(byte[] bundle, AttestationPublicKey key) {
    Json.Obj json = JsonReader.read(bundle, MAX_BYTES).asObject("a model signature");
    Envelope envelope = Envelope.read(RunFields.object(json, "dsseEnvelope"));
    return Arrays.equals(bundle(envelope, key).utf8(), bundle);
  }

  /** A file that was signed; its length is not. */
  public record HashedName(String name, Sha256 sha256) {}

  private static Json.Obj predicate(List<HashedFile> files) {
    List<Json.Obj> resources = new ArrayList<>();
    for (HashedFile file : files) {
      resources.add(
          Json.object()
              .put("name", file.name().text())
              .put("algorithm", "sha256")
              .put("digest", file.sha256().hex())
              .build());
    }
    return Json.object()
        .put("resources", resources)
        .put(
            "serialization",
            Json.object()
                .put("method", "files")
                .put("hash_type", "sha256")
                .put("allow_symlinks", false)
                .build())
        .build();
  }

  private static Json.Obj bundle(Envelope envelope, AttestationPublicKey key) {
    return Json.object()
        .put("mediaType", MEDIA_TYPE)
        .put(
            "verificationMaterial",
            Json.object()
                .put("publicKey", Json.object().put("hint", key.pemFingerprint().hex()).build())
                .put("tlogEntries", List.of())
                .build())
        .put("dsseEnvelope", envelope.toJson())
        .build();
  }

  private static List<HashedName> resources(Statement statement) {
    if (!statement.predicateType().equals(PREDICATE) || statement.subjects().size() != 1) {
      throw new JsonException("the statement in the model signature is not one of " + PREDICATE);
    }
    Json.Obj serialization = RunFields.object(statement.predicate(), "serialization");
    if (!serialization.requireText("method").equals("files")
        || !serialization.requireText("hash_type").equals("sha256")) {
      throw new JsonException("only model signatures over whole files with SHA-256 are read");
    }
    List<HashedName> resources =
        RunFields.list(statement.predicate(), "resources").stream()
            .map(ModelSignature::resource)
            .toList();
    var root = Sha256.digest();
    resources.forEach(resource -> root.update(resource.sha256().bytes()));
    if (!Sha256.of(root.digest()).equals(statement.subjects().getFirst().sha256())) {
      throw new VerificationException(
          CODE, "the digest of the model is not the one of the files in its signature");
    }
    return resources;
  }

  private static HashedName resource(Json json) {
    Json.Obj resource = json.asObject("a resource");
    if (!resource.requireText("algorithm").equals("sha256")) {
      throw new JsonException("a resource is hashed with " + resource.requireText("algorithm"));
    }
    return new HashedName(resource.requireText("name"), RunFields.hash(resource, "digest"));
  }
}
