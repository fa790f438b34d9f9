package org.obol.finetune.backend.launch;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.RunFolder;

/**
 * The environment of a tool. Variables of this process pass only when they are listed here, so that
 * no token or password does; home, caches and temporary files are the run's own; nobody is told
 * that the tool runs, and nothing is fetched.
 */
final class ChildEnvironment {

  private static final Set<String> PASSED =
      Set.of(
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          // Where the accelerator and its libraries are.
          "CUDA_VISIBLE_DEVICES",
          "CUDA_HOME",
          "HIP_VISIBLE_DEVICES",
          "LD_LIBRARY_PATH",
          "DYLD_LIBRARY_PATH",
          "NVIDIA_VISIBLE_DEVICES",
          // How many cores may be used, and a switch for machines without g++.
          "OMP_NUM_THREADS",
          "MLX_DISABLE_COMPILE",
          // Without these Windows starts nothing.
          "SYSTEMROOT",
          "SYSTEMDRIVE",
          "COMSPEC",
          "PATHEXT");

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("HF_HUB_OFFLINE", "1"),
          Map.entry("TRANSFORMERS_OFFLINE", "1"),
          Map.entry("HF_DATASETS_OFFLINE", "1"),
          Map.entry("HF_HUB_DISABLE_TELEMETRY", "1"),
          Map.entry("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"),
          Map.entry("DO_NOT_TRACK", "1"),
          Map.entry("AXOLOTL_DO_NOT_TRACK", "1"),
          Map.entry("UNSLOTH_DISABLE_STATISTICS", "1"),
          Map.entry("WANDB_DISABLED", "true"),
          Map.entry("WANDB_MODE", "disabled"),
          Map.entry("GRADIO_ANALYTICS_ENABLED", "False"),
          Map.entry("NO_COLOR", "1"),
          Map.entry("TERM", "dumb"),
          Map.entry("COLUMNS", "200"),
          Map.entry("TOKENIZERS_PARALLELISM", "false"),
          Map.entry("PYTHONUNBUFFERED", "1"),
          Map.entry("PYTHONUTF8", "1"),
          Map.entry("PYTHONHASHSEED", "0"),
          Map.entry("PYTHONNOUSERSITE", "1"),
          // Else -m would look for modules in the working folder first.
          Map.entry("PYTHONSAFEPATH", "1"));

  private ChildEnvironment() {}

  static Map<String, String> of(
      Map<String, String> own,
      Path python,
      RunFolder run,
      Device device,
      Map<String, String> extra) {
    Map<String, String> out = new TreeMap<>();
    own.forEach(
        (name, value) -> {
          if (PASSED.contains(name)) {
            out.put(name, value);
          }
        });
    out.putAll(FIXED);
    // Launchers of tools start programs that lie beside their Python.
    Path programs = python.toAbsolutePath().getParent();
    out.put("PATH", programs + File.pathSeparator + own.getOrDefault("PATH", ""));
    Path scratch = run.scratch();
    out.put("HOME", scratch.resolve("home").toString());
    out.put("XDG_CACHE_HOME", scratch.resolve("cache").toString());
    out.put("HF_HOME", scratch.resolve("cache").resolve("huggingface").toString());
    out.put("TORCHINDUCTOR_CACHE_DIR", scratch.resolve("cache").resolve("inductor").toString());
    for (String name : new String[] {"TMPDIR", "TMP", "TEMP"}) {
      out.put(name, scratch.resolve("tmp").toString());
    }
    for (String name : new String[] {"CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES"}) {
      // At most one: on several, tools make the batch larger than the plan says.
      String first = out.getOrDefault(name, "0").split(",", -1)[0];
      out.put(name, device == Device.CPU ? "" : first);
    }
    out.putAll(extra);
    return out;
  }
}
