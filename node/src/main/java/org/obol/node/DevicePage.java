package org.obol.node;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.obol.dataset.entitlement.UserCode;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;

/**
 * The page behind {@code verification_uri}. It explains, and shows the code when it has the form of
 * one; it takes no input, least of all an owner's token, and tells nobody whether a code exists.
 */
final class DevicePage {

  private static final Headers HEADERS =
      Headers.of("Content-Type", "text/html; charset=utf-8")
          .with("Cache-Control", "no-store")
          .with(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'")
          .with("Referrer-Policy", "no-referrer")
          .with("X-Content-Type-Options", "nosniff");

  private DevicePage() {}

  static HttpReply answer(HttpRequest request) {
    // A UserCode is letters, digits and a dash, so nothing here needs escaping.
    Optional<UserCode> code = request.param("user_code").flatMap(UserCode::read);
    String heading = code.map(c -> "<p>Code: <strong>" + c + "</strong></p>").orElse("");
    String typed = code.map(UserCode::text).orElse("XXXX-XXXX");
    String page =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Join a dataset</title>
        <meta name="viewport" content="width=device-width, initial-scale=1"></head>
        <body>
        <main>
        <h1>Join a dataset</h1>
        %s
        <p>If you asked for access: send this code to the owner of the dataset and wait. Nothing has
        to be typed here.</p>
        <p>If you are the owner: approve it on your own machine with</p>
        <pre>obol dataset approve %s</pre>
        <p>Approve only a code that the person you want to let in has told you. Add
        <code>--max-version N</code> to stop at a version, <code>--follow</code> to include later ones,
        <code>--deny</code> to refuse.</p>
        </main>
        </body>
        </html>
        """
            .formatted(heading, typed);
    return new HttpReply.Bytes(200, HEADERS, page.getBytes(StandardCharsets.UTF_8));
  }
}
