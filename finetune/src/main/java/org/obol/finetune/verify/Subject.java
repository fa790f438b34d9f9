package org.obol.finetune.verify;

import java.nio.file.Path;
import org.obol.finetune.provenance.GuardedFolder;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunManifest;

/** The run that is verified: its folder and a manifest that could be read. */
record Subject(Path path, GuardedFolder folder, RunDocument document, VerifyOptions options) {

  RunManifest manifest() {
    return document.manifest();
  }

  RunInputs inputs() {
    return new RunInputs(path, manifest(), options.dataset(), options.base());
  }
}
