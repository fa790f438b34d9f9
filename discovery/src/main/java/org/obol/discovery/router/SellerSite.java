package org.obol.discovery.router;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.obol.dataset.sale.Signed;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;
import org.obol.http.HttpFailure;

/**
 * The documents of a seller's datasets, each asked for once while this lives. Used by one thread.
 */
final class SellerSite {

  /** Longest version log that is looked at, about 2,000 versions: verifying costs time. */
  static final int MAX_LOG = 1 << 20;

  private static final int MAX_MANIFEST = 1 << 20;
  private static final int MAX_CHALLENGE = 128 << 10;

  private final GuardedClient client;
  private final Reach reach;
  private final Duration timeout;
  private final LongAdder requests;
  private final Map<URI, Reply> replies = new HashMap<>();
  private Optional<HttpFailure> gone = Optional.empty();

  /** What a request for a document came to. */
  sealed interface Reply {

    /** 200. */
    record Found(byte[] body) implements Reply {}

    /** 401 or 403. */
    record Closed() implements Reply {}

    /** Another answer. */
    record Missing(int status) implements Reply {}
  }

  SellerSite(GuardedClient client, Reach reach, Duration timeout, LongAdder requests) {
    this.client = client;
    this.reach = reach;
    this.timeout = timeout;
    this.requests = requests;
  }

  /**
   * The version log.
   *
   * @throws HttpFailure when there is no answer; then none is asked for any more
   */
  Reply versions(DatasetSite site) {
    return get(site.versions(), MAX_LOG);
  }

  /** The manifest of a version; throws as {@link #versions} does. */
  Reply manifest(DatasetSite site, long seq) {
    return get(site.manifest(seq), MAX_MANIFEST);
  }

  /** The seller record; throws as {@link #versions} does. */
  Reply sellerRecord(DatasetSite site) {
    return get(site.sellerRecord(), (int) Signed.MAX_BYTES);
  }

  /** The challenge to pay, if there is one; throws as {@link #versions} does. */
  Optional<GuardedClient.Answer> challenge(DatasetSite site, long seq) {
    Call call = Call.post(site.join(seq), reach, new byte[0]).within(MAX_CHALLENGE, timeout);
    return Optional.of(send(call)).filter(answer -> answer.status() == 402);
  }

  private Reply get(URI uri, int maxBytes) {
    Reply known = replies.get(uri);
    if (known == null) {
      GuardedClient.Answer answer = send(Call.get(uri, reach).within(maxBytes, timeout));
      known =
          switch (answer.status()) {
            case 200 -> new Reply.Found(answer.body());
            case 401, 403 -> new Reply.Closed();
            default -> new Reply.Missing(answer.status());
          };
      replies.put(uri, known);
    }
    return known;
  }

  /** A host that did not answer once would keep the sweep waiting for each of its rows. */
  private GuardedClient.Answer send(Call call) {
    gone.ifPresent(
        failure -> {
          throw failure;
        });
    requests.increment();
    try {
      return client.send(call);
    } catch (HttpFailure e) {
      gone = Optional.of(e).filter(SellerSite::isOfTheHost);
      throw e;
    }
  }

  private static boolean isOfTheHost(HttpFailure failure) {
    return switch (failure.reason()) {
      case UNREACHABLE, TIMEOUT, FORBIDDEN_ADDRESS -> true;
      case TOO_LARGE, REDIRECT -> false;
    };
  }
}
