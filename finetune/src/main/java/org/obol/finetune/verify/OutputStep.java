package org.obol.finetune.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.RunFiles;

/** Step 3: the files in the run's folder. */
final class OutputStep {

  /** Folders that are passed on as a whole, in which a file more is a failure. */
  private static final List<String> CLOSED = List.of("adapter", "dataset");

  private static final int NAMED = 5;

  private final Subject run;
  private final List<Outcome.Failed> faults = new ArrayList<>();

  OutputStep(Subject run) {
    this.run = run;
  }

  Outcome check() {
    run.manifest().files().forEach(this::compare);
    run.manifest().outputs().logs().stream()
        .filter(log -> run.folder().has(log.name()))
        .forEach(this::compare);
    unlisted();
    return faults.isEmpty()
        ? new Outcome.Passed(run.manifest().files().size() + " files are as signed" + others())
        : Outcome.Failed.of(faults);
  }

  private void compare(HashedFile signed) {
    try {
      long size = run.folder().size(signed.name());
      if (size != signed.bytes()) {
        differs(signed.name(), "has " + size + " bytes, not " + signed.bytes());
      } else {
        HashedFile found = run.folder().hash(signed.name(), run.options().maxFileBytes());
        if (!found.sameContent(signed)) {
          differs(signed.name(), "has the SHA-256 " + found.sha256() + ", not " + signed.sha256());
        }
      }
    } catch (VerificationException e) {
      faults.add(
          new Outcome.Failed(
              FailureClass.of(e).orElse(FailureClass.OUTPUT), String.valueOf(e.getMessage())));
    }
  }

  private void differs(FileName name, String how) {
    faults.add(new Outcome.Failed(FailureClass.OUTPUT, "\"" + name + "\" " + how));
  }

  private void unlisted() {
    // What is only a log is no part of the adapter, wherever the run puts it.
    Set<String> signed = new HashSet<>();
    run.manifest().files().forEach(file -> signed.add(file.name().text()));
    for (String folder : CLOSED) {
      for (String path : run.folder().list(folder)) {
        if (!signed.contains(path)) {
          faults.add(
              new Outcome.Failed(
                  FailureClass.UNLISTED, "\"" + path + "\" is not among the signed files"));
        }
      }
    }
  }

  /** Names what lies beside, which nobody signed for and nobody should take for part of the run. */
  private String others() {
    Set<String> known = signedNames();
    Stream.of(
            RunFiles.MANIFEST, RunFiles.SIGNATURE, RunFiles.ATTESTATIONS, RunFiles.MODEL_SIGNATURE)
        .forEach(name -> known.add(name.text()));
    List<String> others =
        run.folder().list("").stream().filter(path -> !known.contains(path)).toList();
    if (others.isEmpty()) {
      return "";
    }
    return "; not signed, and no part of the run: "
        + others.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "");
  }

  private Set<String> signedNames() {
    Set<String> names = new HashSet<>();
    run.manifest().files().forEach(file -> names.add(file.name().text()));
    run.manifest().outputs().logs().forEach(log -> names.add(log.name().text()));
    return names;
  }
}
