package org.obol.node;

import java.util.Optional;
import org.obol.http.HttpRequest;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.StoredVersion;

/** The version that a request names. */
final class RequestedVersion {

  private RequestedVersion() {}

  /** Without {@code version} the head; with it exactly that one. */
  static StoredVersion of(Db db, Dataset dataset, HttpRequest request) {
    return of(db, dataset, request, Optional.empty());
  }

  /** Without {@code version} that one, or the head when there is none. */
  static StoredVersion of(Db db, Dataset dataset, HttpRequest request, Optional<Long> otherwise) {
    Optional<String> asked = request.param("version").map(String::strip).filter(v -> !v.isEmpty());
    return db.read(
            tx -> {
              var datasets = new Datasets(tx);
              long seq =
                  asked
                      .map(RequestedVersion::number)
                      .or(() -> otherwise)
                      .orElseGet(() -> datasets.head(dataset.id()));
              return datasets.version(dataset.id(), seq);
            })
        .orElseThrow(
            () -> new Refusal(404, "unknown_version", "the requested version is not published"));
  }

  /** A number of at most nine digits; anything else names nothing that exists. */
  static long number(String text) {
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : -1;
  }
}
