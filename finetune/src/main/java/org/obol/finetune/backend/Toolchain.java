package org.obol.finetune.backend;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where tools come from, and the environment this program was started in.
 *
 * <p>Every tool is a module of one Python: that of the option {@code --python}, else that of
 * {@value #VARIABLE}, else the first python3 on the PATH. To use a tool from a virtual environment
 * name its {@code bin/python}; it needs no activation. Console scripts are not looked for: they are
 * bound to an interpreter that nobody chose.
 *
 * @param python what the user chose
 * @param environment variables of this process; few of them reach a tool
 */
public record Toolchain(Optional<Path> python, Map<String, String> environment) {

  /** Environment variable that names the Python of the tools. */
  public static final String VARIABLE = "OBOL_FINETUNE_PYTHON";

  /** Copies the environment. */
  public Toolchain {
    environment = Map.copyOf(environment);
  }

  /**
   * The Python to ask; empty when there is none. Links are kept: they mark virtual environments.
   */
  public Optional<Path> locate() {
    Optional<Path> chosen =
        python.or(
            () ->
                Optional.ofNullable(environment.get(VARIABLE))
                    .filter(v -> !v.isEmpty())
                    .map(Path::of));
    if (chosen.isPresent()) {
      return chosen.map(Path::toAbsolutePath).filter(Files::isExecutable);
    }
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(environment.getOrDefault("PATH", ""))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).toAbsolutePath().resolve("python3"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
