package org.obol.finetune.provenance;

import java.util.List;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;

/**
 * Something that is said about bytes (in-toto Statement v1). Subjects are matched by digest; their
 * names are for people.
 */
public record Statement(List<Subject> subjects, String predicateType, Json.Obj predicate) {

  /** Value of the {@code _type} member. */
  public static final String TYPE = "https://in-toto.io/Statement/v1";

  /** Longest statement that is read, 16 MiB. */
  static final long MAX_BYTES = 16L << 20;

  /** Bytes that a statement is about. */
  public record Subject(String name, Sha256 sha256) {

    Json.Obj toJson() {
      return Json.object().put("name", name).put("digest", digest(sha256)).build();
    }

    static Subject fromJson(Json json) {
      Json.Obj subject = json.asObject("a subject");
      return new Subject(
          subject.requireText("name"),
          RunFields.hash(RunFields.object(subject, "digest"), "sha256"));
    }
  }

  /**
   * Copies the subjects.
   *
   * @throws JsonException when there is none
   */
  public Statement {
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new JsonException("a statement about nothing");
    }
  }

  /** The bytes that are signed. */
  byte[] bytes() {
    return CanonicalJson.bytes(
        Json.object()
            .put("_type", TYPE)
            .put("subject", subjects.stream().map(Subject::toJson).toList())
            .put("predicateType", predicateType)
            .put("predicate", predicate)
            .build());
  }

  /**
   * Reads the payload of an envelope whose signature has been verified.
   *
   * @throws JsonException when it is not an in-toto statement
   */
  static Statement of(Envelope envelope) {
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      throw new JsonException(
          "payload type \"" + envelope.payloadType() + "\" is not " + Envelope.IN_TOTO);
    }
    Json.Obj json = JsonReader.read(envelope.payload(), MAX_BYTES).asObject("a statement");
    if (!json.requireText("_type").equals(TYPE)) {
      throw new JsonException(
          "statement type \"" + json.requireText("_type") + "\" is not " + TYPE);
    }
    return new Statement(
        RunFields.list(json, "subject").stream().map(Subject::fromJson).toList(),
        json.requireText("predicateType"),
        RunFields.object(json, "predicate"));
  }

  static Json.Obj digest(Sha256 sha256) {
    return Json.object().put("sha256", sha256.hex()).build();
  }
}
