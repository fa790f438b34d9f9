package org.obol.finetune.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Python of {@code bench/oracle}, which that makes when it is first wanted. */
public final class OraclePython {

  private static final Path SCRIPTS = Path.of("../bench/oracle").toAbsolutePath().normalize();

  private final Path executable;

  /** The one of this name; fails when one of its packages cannot be installed. */
  public OraclePython(String environment) throws IOException, InterruptedException {
    executable = Path.of(output(List.of(SCRIPTS.resolve("python").toString(), environment)));
  }

  Path executable() {
    return executable;
  }

  /** What a script beside it prints. */
  public String run(String script, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(executable.toString(), "-I", SCRIPTS.resolve(script).toString()));
    command.addAll(arguments);
    return output(command);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(Map.of("HF_HUB_OFFLINE", "1", "DO_NOT_TRACK", "1", "AXOLOTL_DO_NOT_TRACK", "1"));
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return output.strip();
  }
}
