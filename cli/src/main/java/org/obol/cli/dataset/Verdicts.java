package org.obol.cli.dataset;

import org.obol.crypto.Json;
import org.obol.dataset.versionlog.LogVerdict;

/** How a verdict on a log is told. */
final class Verdicts {

  private Verdicts() {}

  static String sentence(LogVerdict verdict) {
    return switch (verdict) {
      case LogVerdict.Valid valid -> valid.sentence();
      case LogVerdict.Invalid invalid -> invalid.sentence();
    };
  }

  /** With the member names of the reference's {@code /verify}, and what it does not say. */
  static Json.Obj json(LogVerdict verdict) {
    return switch (verdict) {
      case LogVerdict.Valid valid ->
          Json.object()
              .put("valid", true)
              .put("head", valid.versions())
              .put("owner", valid.owner().hex())
              .build();
      case LogVerdict.Invalid invalid ->
          Json.object()
              .put("valid", false)
              .put("error", invalid.fault().code())
              .put("position", invalid.position())
              .put("message", invalid.sentence())
              .build();
    };
  }
}
