package org.obol.finetune.backend;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a backend can run here. */
public sealed interface Probe {

  /**
   * It can.
   *
   * @param version of the tool, or of this program
   * @param python what runs it, absent when the backend runs inside this process
   */
  record Ready(String version, Optional<PythonSetup> python) implements Probe {}

  /**
   * It cannot.
   *
   * @param reason what is missing
   * @param hint what to do about it
   */
  record Missing(String reason, String hint) implements Probe {}

  /**
   * The Python that runs a tool.
   *
   * @param executable as Python itself names it; behind it there may be a virtual environment
   * @param version such as 3.11.7
   * @param packages installed distributions that the tool is made of, and their versions
   * @param freeze all installed distributions, {@code name==version}, sorted
   */
  record PythonSetup(
      Path executable, String version, Map<String, String> packages, List<String> freeze) {

    /** Copies list and map. */
    public PythonSetup {
      packages = Map.copyOf(packages);
      freeze = List.copyOf(freeze);
    }
  }
}
