package org.obol.finetune.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.safetensors.Tensor;

/**
 * A program that answers the probe as a Python with all tools would, and does for {@code -m} what
 * the test says, in the language of sh. There {@code $RUN} is the folder of the run and {@code
 * $FIX} one of files that the test has made.
 */
public final class FakePython {

  private final Path folder;
  private final Path run;

  /** A fake below {@code folder}, for runs in {@code run}. */
  public FakePython(Path folder, Path run) {
    this.folder = folder;
    this.run = run;
  }

  /** Makes it do {@code behaviour} for every module. */
  public Toolchain does(String behaviour) throws IOException {
    return program(
        """
        if [ "$1" = -I ]; then
          echo 'a start-up file says hello'
          echo 'obol-probe {"executable":"%s","version":"3.11.7","packages":{"trl":"1.16.0",\
        "torch":"2","transformers":"5","peft":"1","accelerate":"1","datasets":"5",\
        "mlx-lm":"0.32.2","rich":"1","zope":"1"}}'
          exit 0
        fi
        RUN='%s'
        FIX='%s'
        """
                .formatted(executable(), run, folder)
            + behaviour);
  }

  /** Makes it a program of {@code script} alone. */
  public Toolchain program(String script) throws IOException {
    Files.writeString(executable(), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(executable(), PosixFilePermissions.fromString("rwx------"));
    return new Toolchain(
        Optional.of(executable()),
        Map.of("PATH", System.getenv("PATH"), "HF_TOKEN", "hf_secret", "AWS_SECRET_KEY", "s"));
  }

  /** Makes a file of weights in {@code $FIX}. */
  public void weights(String name, Map<String, Tensor> tensors) {
    SafetensorsWriter.write(folder.resolve(name), tensors, Map.of());
  }

  private Path executable() {
    return folder.resolve("python");
  }
}
