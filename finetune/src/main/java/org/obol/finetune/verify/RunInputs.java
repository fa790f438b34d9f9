package org.obol.finetune.verify;

import java.nio.file.Path;
import java.util.Optional;
import org.obol.finetune.provenance.RunManifest;

/**
 * What a check of the trainer is given. The files in the folder have been hashed; names are to be
 * taken from the manifest only.
 *
 * @param folder of the run
 * @param dataset the file, when who verifies has it
 * @param base the base model's folder, when who verifies has it
 */
public record RunInputs(
    Path folder, RunManifest manifest, Optional<Path> dataset, Optional<Path> base) {}
