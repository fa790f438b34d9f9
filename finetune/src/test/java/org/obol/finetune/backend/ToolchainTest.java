package org.obol.finetune.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python of the option, else of the variable, else of the PATH. */
final class ToolchainTest {

  @TempDir Path folder;

  private Path executable(String name) throws Exception {
    Path file = Files.createFile(folder.resolve(name));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void the_option_wins_over_the_variable_and_that_over_the_path() throws Exception {
    Path option = executable("a");
    Path variable = executable("b");
    Path found = executable("python3");
    var environment =
        Map.of(Toolchain.VARIABLE, variable.toString(), "PATH", "/nowhere::" + folder);
    assertThat(new Toolchain(Optional.of(option), environment).locate()).contains(option);
    assertThat(new Toolchain(Optional.empty(), environment).locate()).contains(variable);
    assertThat(new Toolchain(Optional.empty(), Map.of("PATH", "/nowhere::" + folder)).locate())
        .contains(found);
  }

  @Test
  void a_choice_that_is_not_there_is_not_replaced_by_another() throws Exception {
    executable("python3");
    var environment = Map.of("PATH", folder.toString());
    assertThat(new Toolchain(Optional.of(folder.resolve("x")), environment).locate()).isEmpty();
    assertThat(new Toolchain(Optional.empty(), Map.of()).locate()).isEmpty();
  }

  @Test
  void a_link_is_kept_because_it_marks_a_virtual_environment() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), executable("real"));
    assertThat(new Toolchain(Optional.of(link), Map.of()).locate()).contains(link);
  }
}
