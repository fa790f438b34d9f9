package org.obol.finetune.verify;

import java.util.ArrayList;
import java.util.List;
import org.obol.finetune.provenance.DatasetClaim;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.RunManifest;
import org.obol.finetune.provenance.RunMode;

/** The way from the owner's key to the adapter, as the run tells it. */
final class ChainPicture {

  private ChainPicture() {}

  static List<String> of(RunManifest run, VerifyOptions options) {
    List<String> links = new ArrayList<>();
    HashedFile file = run.dataset().file();
    switch (run.dataset()) {
      case DatasetClaim.Unbound nobody -> links.add("owner unknown: UNVERIFIED dataset");
      case DatasetClaim.Bound bound -> {
        String how = options.owner().isPresent() ? "pinned" : "claimed, not proven";
        links.add("owner key " + bound.origin().owner() + " (" + how + ")");
        links.add(
            "version %d of %s, manifest %s"
                .formatted(
                    bound.entry().seq(), bound.origin().dataset(), bound.entry().manifestHash()));
      }
    }
    links.add("file %s, %d bytes, sha256 %s".formatted(file.name(), file.bytes(), file.sha256()));
    links.add(
        "run %s by %s on %s (files %s) with %s%s"
            .formatted(
                run.id(),
                run.signer().address(),
                run.base().id(),
                run.base().root(),
                run.training().backend().id(),
                run.mode() == RunMode.MOCK ? " (MOCK)" : ""));
    HashedFile weights = run.outputs().weights();
    links.add("adapter %s, sha256 %s".formatted(weights.name(), weights.sha256()));
    List<String> picture = new ArrayList<>();
    for (String link : links) {
      int depth = picture.size();
      picture.add(depth == 0 ? link : "   ".repeat(depth - 1) + "└─ " + link);
    }
    return picture;
  }
}
