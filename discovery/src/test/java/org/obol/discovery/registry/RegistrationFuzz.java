package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.obol.crypto.Bytes32;
import org.obol.crypto.JsonException;
import org.obol.evm.HexBytes;
import org.obol.evm.Log;

/** Any bytes as an event, as an agent's URI and as a registration file. */
final class RegistrationFuzz {

  @FuzzTest
  void onlyTheNamedFailuresEscape(byte @NotNull [] input) {
    HexBytes data = HexBytes.of(input);
    for (Bytes32 topic : RegistryEvents.TOPICS) {
      List<Bytes32> three = List.of(topic, Bytes32.ZERO, data.keccak());
      assertThat(RegistryEvents.read(log(three, data))).isNotNull();
    }
    try {
      if (AgentUri.parse(new String(input, StandardCharsets.UTF_8)) instanceof AgentUri.Inline in) {
        assertThat(in.content().length).isLessThanOrEqualTo(RegistrationReader.MAX_BYTES);
      }
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageContaining("URI");
    }
    try {
      RegistrationFile file = RegistrationReader.read(input);
      assertThat(file.services()).hasSizeLessThanOrEqualTo(32);
    } catch (JsonException refused) {
      assertThat(refused.getMessage()).doesNotContain("\n");
    }
  }

  private static Log log(List<Bytes32> topics, HexBytes data) {
    return new Log(KnownRegistries.TEST, topics, data, 1, Bytes32.ZERO, Bytes32.ZERO, 0, false);
  }
}
