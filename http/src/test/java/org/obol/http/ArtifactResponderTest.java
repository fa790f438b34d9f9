package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArtifactResponderTest {

  private static final String ETAG = "\"5f\"";
  private final ArtifactResponder responder =
      new ArtifactResponder(Path.of("x"), 100, ETAG, Headers.of("Content-Type", "text/plain"));

  private HttpReply ask(String method, String... headers) {
    Headers all = Headers.NONE;
    for (int i = 0; i < headers.length; i += 2) {
      all = all.with(headers[i], headers[i + 1]);
    }
    var request =
        new HttpRequest(
            method, "/", List.of(), Map.of(), all, InetAddress.getLoopbackAddress(), new byte[0]);
    return responder.answer(request, TransferListener.NONE);
  }

  @Test
  void aRangeIs206WithTheHeadersOfThe200() {
    HttpReply.FileSlice slice = (HttpReply.FileSlice) ask("GET", "Range", "bytes=10-19");
    assertThat(slice.status()).isEqualTo(206);
    assertThat(slice.offset()).isEqualTo(10);
    assertThat(slice.length()).isEqualTo(10);
    assertThat(slice.headers().first("content-range")).contains("bytes 10-19/100");
    assertThat(slice.headers().first("ETag")).contains(ETAG);
    assertThat(slice.headers().first("Content-Type")).contains("text/plain");
  }

  @Test
  void ifRangeNeedsTheStrongTag_section1315() {
    assertThat(ask("GET", "Range", "bytes=1-2", "If-Range", ETAG).status()).isEqualTo(206);
    for (String other :
        new String[] {"W/" + ETAG, "\"60\"", "5f", "Sat, 29 Oct 1994 19:43:31 GMT", "*", ""}) {
      assertThat(ask("GET", "Range", "bytes=1-2", "If-Range", other).status())
          .as(other)
          .isEqualTo(200);
    }
    assertThat(ask("GET", "Range", "bytes=100-", "If-Range", "\"60\"").status()).isEqualTo(200);
  }

  @Test
  void ifNoneMatchComparesWeakly_section1312() {
    for (String same : new String[] {ETAG, "W/" + ETAG, "*", "\"a\" , " + ETAG}) {
      HttpReply reply = ask("GET", "If-None-Match", same, "Range", "bytes=200-");
      assertThat(reply.status()).as(same).isEqualTo(304);
      assertThat(reply.headers().first("ETag")).contains(ETAG);
    }
    assertThat(ask("GET", "If-None-Match", "\"5\", \"5f5f\"").status()).isEqualTo(200);
  }

  @Test
  void unsatisfiableIs416_section14() {
    HttpReply reply = ask("GET", "Range", "bytes=100-");
    assertThat(reply.status()).isEqualTo(416);
    assertThat(reply.headers().first("Content-Range")).contains("bytes */100");
  }

  @Test
  void onlyOneRangeOfAGetCounts_section142() {
    assertThat(ask("GET", "Range", "bytes=0-1,3-4").status()).isEqualTo(200);
    assertThat(ask("GET", "Range", "bytes=0-1", "Range", "bytes=3-4").status()).isEqualTo(200);
    assertThat(ask("HEAD", "Range", "bytes=0-1").status()).isEqualTo(200);
    assertThat(ask("HEAD", "Range", "bytes=100-").status()).isEqualTo(200);
  }

  @Test
  void otherMethodsAre405() {
    HttpReply reply = ask("POST");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers().first("Allow")).contains("GET, HEAD");
  }

  @Test
  void aWeakTagIsRefused() {
    for (String tag : new String[] {"W/\"a\"", "a", "\"a", "\"a\"b\"", "\"a b\""}) {
      assertThatThrownBy(() -> new ArtifactResponder(Path.of("x"), 1, tag, Headers.NONE))
          .as(tag)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
