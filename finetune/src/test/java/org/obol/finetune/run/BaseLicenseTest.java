package org.obol.finetune.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.JsonReader;

final class BaseLicenseTest {

  @TempDir Path folder;

  @Test
  void the_front_matter_of_the_readme_counts() throws IOException {
    readme("---\ntags:\n- x\nlicense: apache-2.0\n---\n# A model\nlicense: mit\n");
    assertThat(found("{\"license\":\"mit\"}")).contains("apache-2.0");
    readme("---\r\nlicense: \"MIT\"  \r\n---\r\n");
    assertThat(found("{}")).contains("MIT");
  }

  @Test
  void a_licence_without_an_id_is_named_as_the_hub_names_it() throws IOException {
    readme("---\nlicense: other\nlicense_name: llama3.2\n---\n");
    assertThat(found("{}")).contains("llama3.2");
    readme("---\nlicense: other\n---\n");
    assertThat(found("{}")).contains("other");
  }

  @Test
  void without_a_readme_the_configuration_counts() throws IOException {
    assertThat(found("{\"license\":\"bsd-3-clause\"}")).contains("bsd-3-clause");
    readme("# A model\nlicense: mit\n");
    assertThat(found("{}")).isEmpty();
    readme("---\nlicense: mit\n");
    assertThat(found("{}")).isEmpty();
  }

  @Test
  void what_is_no_name_of_a_licence_is_unknown() throws IOException {
    for (String odd :
        new String[] {"{a: b}", "|", "<script>", "a\u001b[2J", "[mit]", "x".repeat(200), "\"\""}) {
      readme("---\nlicense: " + odd + "\n---\n");
      assertThat(found("{}")).as(odd).isEmpty();
    }
    assertThat(found("{\"license\":[\"mit\"]}")).isEmpty();
    assertThat(found("{\"license\":7}")).isEmpty();
  }

  private void readme(String text) throws IOException {
    Files.writeString(folder.resolve("README.md"), text);
  }

  private Optional<String> found(String config) {
    return BaseLicense.of(folder, JsonReader.read(config).asObject("a config"));
  }
}
