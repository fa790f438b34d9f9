package org.obol.finetune.backend.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A process and all that came out of it. Whose parent has ended is nobody's descendant any more;
 * therefore every process inherits a mark in its environment, by which it is found where there is a
 * {@code /proc} (Linux). Elsewhere only descendants are found.
 */
final class ProcessTree {

  /** Environment variable of the mark. */
  static final String MARK = "OBOL_FINETUNE_RUN";

  private static final int ROUNDS = 20;
  private static final Duration ROUND = Duration.ofSeconds(1);

  private final ProcessHandle root;
  private final String mark;

  ProcessTree(ProcessHandle root, String mark) {
    this.root = root;
    this.mark = mark;
  }

  /** Asks all to end, gives them {@code grace}, then ends them. */
  void end(Duration grace) {
    Set<ProcessHandle> living = living();
    living.forEach(ProcessHandle::destroy);
    boolean ended = await(living, grace);
    // Again and again, because what is being ended may still start something.
    for (int i = 0; i < ROUNDS && !(ended && living.isEmpty()); i++) {
      living = living();
      living.forEach(ProcessHandle::destroyForcibly);
      ended = await(living, ROUND);
    }
  }

  private Set<ProcessHandle> living() {
    Set<ProcessHandle> found = new HashSet<>(marked());
    if (root.isAlive()) {
      found.add(root);
      root.descendants().forEach(found::add);
    }
    return found;
  }

  private Set<ProcessHandle> marked() {
    return ProcessHandle.allProcesses().filter(this::isMarked).collect(Collectors.toSet());
  }

  private boolean isMarked(ProcessHandle process) {
    try {
      byte[] environment =
          Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
      return ("\0" + new String(environment, StandardCharsets.ISO_8859_1))
          .contains("\0" + MARK + "=" + mark + "\0");
    } catch (IOException e) {
      // It has ended, belongs to another user, or there is no /proc: not ours, or found otherwise.
      return false;
    }
  }

  private static boolean await(Set<ProcessHandle> processes, Duration limit) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    try {
      all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
