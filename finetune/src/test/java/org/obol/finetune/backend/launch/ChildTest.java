package org.obol.finetune.backend.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.backend.Cancellation;

/** Programs that are started when it is too late. */
final class ChildTest {

  @TempDir Path dir;

  @Test
  void nothing_is_started_for_a_run_that_is_cancelled() throws IOException {
    var cancellation = new Cancellation();
    cancellation.cancel("enough");
    var child = new Child(List.of("touch", "started"), Map.of(), dir);

    assertThat(child.run(Duration.ofMinutes(1), cancellation, line -> {}))
        .isEqualTo(new Child.Ending.Cancelled("enough"));
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void what_is_started_while_the_machine_goes_down_is_ended() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ChildTest.class.getName(),
                dir.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(said).contains("Cancelled[reason=this program is ending]");
    Path pid = dir.resolve("pid");
    // It may have been ended before it could write.
    if (Files.exists(pid) && Files.size(pid) > 0) {
      // Not a zombie that its parent has not asked after.
      assertThat(
              ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                  .flatMap(child -> child.info().command()))
          .isEmpty();
    }
  }

  /** Starts a program in the folder {@code args[0]} while this one ends. */
  public static void main(String[] args) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  var child =
                      new Child(
                          List.of("/bin/sh", "-c", "echo $$ >pid; exec sleep 60"),
                          Map.of(),
                          Path.of(args[0]));
                  try {
                    System.out.println(
                        child.run(Duration.ofMinutes(1), new Cancellation(), line -> {}));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }
}
