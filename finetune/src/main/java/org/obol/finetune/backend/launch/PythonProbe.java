package org.obol.finetune.backend.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.backend.Toolchain;

/** Asks a Python what it is and what is installed, without importing any of it. */
public final class PythonProbe {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PREFIX = "obol-probe ";

  // One line of JSON behind a prefix, because start-up files of a site may print too.
  private static final String SCRIPT =
      """
      import importlib.metadata as m, json, platform, sys
      found = {(d.metadata['Name'] or '').lower().replace('_', '-'): d.version
               for d in m.distributions()}
      print('obol-probe ' + json.dumps({'executable': sys.executable,
            'version': platform.python_version(), 'packages': found}))
      """;

  private PythonProbe() {}

  /**
   * Looks for {@code packages}, the first of which is the tool itself.
   *
   * @param install what installs all of it, for the hint
   */
  public static Probe probe(Toolchain tools, List<String> packages, String install) {
    Optional<Path> python = tools.locate();
    if (python.isEmpty()) {
      return new Probe.Missing(
          "no Python at "
              + tools
                  .python()
                  .map(Path::toString)
                  .orElse(
                      tools.environment().getOrDefault(Toolchain.VARIABLE, "python3 on the PATH")),
          "name one with --python or " + Toolchain.VARIABLE + ", and run: " + install);
    }
    return ask(python.get(), tools.environment())
        .map(answer -> judge(answer, packages, install))
        .orElseGet(
            () ->
                new Probe.Missing(
                    python.get() + " does not answer as a Python 3 does",
                    "name another with --python or " + Toolchain.VARIABLE));
  }

  private static Optional<Json.Obj> ask(Path python, Map<String, String> environment) {
    // With the user's own PATH and HOME: a version switcher on the PATH needs both to find Python.
    Map<String, String> passed = new TreeMap<>(environment);
    passed.keySet().retainAll(List.of("PATH", "HOME", "LANG", "SYSTEMROOT"));
    List<String> lines = new ArrayList<>();
    try {
      Child.Ending ending =
          new Child(
                  // Isolated: nothing in the working folder or the user's site is imported.
                  List.of(python.toString(), "-I", "-c", SCRIPT),
                  passed,
                  Path.of(System.getProperty("java.io.tmpdir")))
              .run(LIMIT, new Cancellation(), lines::add);
      if (!ending.equals(new Child.Ending.Exited(0))) {
        return Optional.empty();
      }
      return lines.stream()
          .filter(line -> line.startsWith(PREFIX))
          .findFirst()
          .map(line -> JsonReader.read(line.substring(PREFIX.length())).asObject("the probe"));
    } catch (IOException | JsonException e) {
      return Optional.empty();
    }
  }

  private static Probe judge(Json.Obj answer, List<String> packages, String install) {
    Map<String, String> all = new TreeMap<>();
    answer
        .object("packages")
        .orElseThrow()
        .members()
        .forEach((name, version) -> all.put(name, version.asText(name)));
    Map<String, String> found = new TreeMap<>(all);
    found.keySet().retainAll(packages);
    Path executable = Path.of(answer.requireText("executable"));
    List<String> missing = packages.stream().filter(name -> !all.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      return new Probe.Missing(
          executable + " has no " + String.join(", ", missing), "install it: " + install);
    }
    List<String> freeze = new ArrayList<>();
    all.forEach((name, version) -> freeze.add(name.toLowerCase(Locale.ROOT) + "==" + version));
    return new Probe.Ready(
        found.getOrDefault(packages.getFirst(), ""),
        Optional.of(
            new Probe.PythonSetup(executable, answer.requireText("version"), found, freeze)));
  }
}
