package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.DeviceCodes;
import org.obol.node.Wire.Answer;

/** Invariant 9: what one source, and all of them together, may ask of device authorization. */
final class DeviceLimitsTest {

  private final NodeFixture fixture;
  private final Node node;

  DeviceLimitsTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 1);
    node = fixture.start(new Options(PI).trustLoopback());
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private Answer code(String source) throws IOException {
    return Wire.postJson(node.port(), "/auth/device/code", "{}", "X-Forwarded-For: " + source);
  }

  private Answer guess(String source, String code) throws IOException {
    return Wire.postJson(
        node.port(),
        "/auth/device/token",
        "{\"device_code\":\"" + code + "\"}",
        "X-Forwarded-For: " + source);
  }

  private void fill(int count, boolean approved) {
    fixture.elsewhere(
        tx -> {
          var codes = new DeviceCodes(tx);
          for (int i = 0; i < count; i++) {
            var from =
                new DeviceCodes.Applicant(PI, DeviceCodes.Dialect.REFERENCE, "", "", "198.51." + i);
            var opened = codes.open(from, fixture.clock.instant()).orElseThrow();
            if (approved) {
              codes.approve(
                  opened.userCode(),
                  PI,
                  VersionRange.upTo(1),
                  Entitlement.Source.OPEN,
                  fixture.clock.instant());
            }
          }
          return count;
        });
  }

  private void requireTooMany(Answer answer) {
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).contains("60");
    assertThat(answer.error()).isEqualTo("too_many_requests");
  }

  @Test
  void theThousandAndFirstOpenCodeIs429UntilTheOthersExpire() throws IOException {
    fill(DeviceCodes.MAX_OPEN - 1, false);
    assertThat(code("203.0.113.1").status()).isEqualTo(200);
    requireTooMany(code("203.0.113.2"));
    fixture.clock.forward(DeviceCodes.LIFETIME);
    assertThat(code("203.0.113.2").status()).isEqualTo(200);
  }

  /** With open membership every code is approved at once; they must not be without number. */
  @Test
  void codesThatWereApprovedAndNeverFetchedCountToo() throws IOException {
    fill(DeviceCodes.MAX_OPEN, true);
    requireTooMany(code("203.0.113.1"));
  }

  @Test
  void oneSourceMayHaveTwentyOpenAndOthersGoOn() throws IOException {
    for (int i = 0; i < DeviceCodes.MAX_OPEN_PER_SOURCE; i++) {
      assertThat(code("203.0.113.9").status()).isEqualTo(200);
    }
    requireTooMany(code("203.0.113.9"));
    assertThat(code("203.0.113.10").status()).isEqualTo(200);
  }

  @Test
  void anIpv6NetworkIsOneSource() throws IOException {
    for (int i = 0; i < DeviceCodes.MAX_OPEN_PER_SOURCE; i++) {
      assertThat(code("2001:db8:0:1::" + Integer.toHexString(i + 1)).status()).isEqualTo(200);
    }
    requireTooMany(code("2001:db8:0:1:ffff::1"));
    assertThat(code("2001:db8:0:2::1").status()).isEqualTo(200);
  }

  @Test
  void aGuessingSourceIsLockedOutForAWhileAndNobodyElse() throws IOException {
    String device = code("203.0.113.1").json().text("device_code").orElseThrow();
    for (int i = 0; i < 20; i++) {
      assertThat(guess("203.0.113.66", "guess-" + i).status()).isEqualTo(404);
    }
    requireTooMany(guess("203.0.113.66", "guess"));
    requireTooMany(guess("203.0.113.66", device));
    assertThat(guess("203.0.113.1", device).text()).contains("authorization_pending");
    fixture.clock.forward(Duration.ofMinutes(1));
    assertThat(guess("203.0.113.66", device).status()).isEqualTo(200);
  }

  /** A tunnel that does not say who asks: all who come through it share one larger budget. */
  @Test
  void sourcesThatCannotBeToldShareThreeHundredCodesAMinute() throws IOException {
    String device = code("unknown").json().text("device_code").orElseThrow();
    for (int i = 1; i < 300; i++) {
      assertThat(code("hop-" + i).status()).as("code " + i).isEqualTo(200);
    }
    requireTooMany(code("hop-300"));
    requireTooMany(code(""));
    // Whoever has a code goes on, and so does whoever can be told apart.
    assertThat(guess("hop-301", device).text()).contains("authorization_pending");
    assertThat(code("203.0.113.1").status()).isEqualTo(200);
    fixture.clock.forward(Duration.ofMillis(200));
    assertThat(code("hop-302").status()).isEqualTo(200);
    requireTooMany(code("hop-303"));
  }

  /** To lock out a source that cannot be told would be to lock out everybody. */
  @Test
  void guessesFromSourcesThatCannotBeToldLockNobodyOut() throws IOException {
    String device = code("unknown").json().text("device_code").orElseThrow();
    for (int i = 0; i < 50; i++) {
      assertThat(guess("hop-" + i, "guess-" + i).status()).isEqualTo(404);
    }
    assertThat(guess("unknown", device).text()).contains("authorization_pending");
    assertThat(guess("203.0.113.1", device).status()).isEqualTo(200);
  }

  @Test
  void aForwardedAddressThatTheClientMadeUpDoesNotHelpIt() throws IOException {
    for (int i = 0; i < DeviceCodes.MAX_OPEN_PER_SOURCE; i++) {
      assertThat(code("10.9.9." + i + ", 203.0.113.9").status()).isEqualTo(200);
    }
    requireTooMany(code("192.0.2.77, 203.0.113.9"));
  }
}
