package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Sha256;
import org.obol.discovery.registry.ContentId.Match;

final class ContentIdTest {

  private static final byte[] HELLO = "hello world\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void the_identifiers_that_ipfs_gives_a_well_known_file_are_its_own() {
    ContentId raw =
        ContentId.of("bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4").orElseThrow();
    assertThat(raw).isEqualTo(new ContentId(true, Sha256.hash(HELLO)));
    ContentId block = ContentId.of("QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o").orElseThrow();
    assertThat(block.raw()).isFalse();
    assertThat(raw.compare(HELLO)).isEqualTo(Match.SAME);
    assertThat(block.compare(HELLO)).isEqualTo(Match.SAME);
  }

  @Test
  void other_bytes_are_other_or_unknown() {
    Sha256 hash = Sha256.hash(HELLO);
    byte[] longer = new byte[300];
    assertThat(new ContentId(true, hash).compare(longer)).isEqualTo(Match.OTHER);
    assertThat(new ContentId(false, hash).compare(longer)).isEqualTo(Match.UNKNOWN);
  }

  @Test
  void nothing_but_a_whole_identifier_of_sha2_256_is_read() {
    for (String path :
        new String[] {
          "",
          "b",
          "ba",
          "bafkrei",
          "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4/a",
          "BAFKREIFJJCIE6LYPI6NY7AMXNFFTAGCLBUXNDQONFIPMB64F2KM2DEVEI4",
          "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4aa",
          "bagaaierasords4njcts6vs7qvdjfcvgnume4hqohf65zsfguprqphs3icwea",
          "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5",
          "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff50"
        }) {
      assertThat(ContentId.of(path)).as(path).isEmpty();
    }
  }
}
