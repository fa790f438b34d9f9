package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ObolHomeTest {

  private static final Map<String, String> HOME = Map.of("HOME", "/somewhere/ada");

  @Test
  void the_folders_lie_below_the_home_that_the_environment_names() {
    assertThat(ObolHome.of(HOME).root()).isEqualTo(Path.of("/somewhere/ada/.config/obol"));
    assertThat(ObolHome.data(HOME)).isEqualTo(Path.of("/somewhere/ada/.local/share/obol"));
    assertThat(ObolHome.of(Map.of()).root())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".config", "obol"));
  }

  @Test
  void variables_of_xdg_and_of_the_program_come_first() {
    assertThat(ObolHome.of(Map.of("HOME", "/a", "XDG_CONFIG_HOME", "/x")).root())
        .isEqualTo(Path.of("/x/obol"));
    assertThat(
            ObolHome.of(Map.of("HOME", "/a", "XDG_CONFIG_HOME", "/x", "OBOL_CONFIG_DIR", "/o"))
                .root())
        .isEqualTo(Path.of("/o"));
    assertThat(ObolHome.data(Map.of("HOME", "/a", "XDG_DATA_HOME", "/x")))
        .isEqualTo(Path.of("/x/obol"));
  }
}
