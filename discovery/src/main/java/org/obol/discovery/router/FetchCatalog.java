package org.obol.discovery.router;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.router.MemberView.Held;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;
import org.obol.http.HttpFailure;

/** Asks members for their catalogs. Whatever goes wrong is the new view of the member. */
final class FetchCatalog {

  private static final System.Logger LOG = System.getLogger(FetchCatalog.class.getName());

  /** What is sent back to the member; RFC 9110 section 8.8.3. */
  private static final Pattern ETAG = Pattern.compile("(W/)?\"[!#-~]{0,128}\"");

  private final GuardedClient client;
  private final RouterConfig config;
  private final Admission admission;
  private final InstantSource clock;

  /** A hostile document takes 40 times its length while it is parsed, so few are at once. */
  private final Semaphore parsing = new Semaphore(Runtime.getRuntime().availableProcessors());

  private final LongAdder parsed = new LongAdder();

  FetchCatalog(
      GuardedClient client, RouterConfig config, Admission admission, InstantSource clock) {
    this.client = client;
    this.config = config;
    this.admission = admission;
    this.clock = clock;
  }

  /** Documents parsed so far. */
  long parsed() {
    return parsed.sum();
  }

  /** The member as it is now. */
  MemberView fetch(MemberView last) {
    Instant now = clock.instant();
    Member member = last.member();
    if (member.isPrivate() && !config.allowPrivate()) {
      return failed(last, "is private and not asked: start with --allow-private", now);
    }
    Reach reach = member.isPrivate() ? Reach.ANY : Reach.PUBLIC_ONLY;
    Call call =
        Call.get(member.catalog(), reach).within(config.maxCatalogBytes(), config.timeout());
    Optional<String> etag = last.held().flatMap(Held::etag);
    if (etag.isPresent()) {
      call = call.with("If-None-Match", etag.get());
    }
    try {
      return read(last, client.send(call), now);
    } catch (HttpFailure | JsonException e) {
      return failed(last, String.valueOf(e.getMessage()), now);
    } catch (RuntimeException e) {
      // A bug, but what one member sends must not cost the others their listing.
      LOG.log(System.Logger.Level.ERROR, "member " + member.name() + " could not be read", e);
      return failed(last, "could not be read: see the router's log", now);
    }
  }

  private MemberView read(MemberView last, GuardedClient.Answer answer, Instant now) {
    Optional<Held> held = last.held();
    if (answer.status() == 304 && held.isPresent()) {
      return fresh(last, held.get().confirmed(now, held.get().etag()), now);
    }
    if (answer.status() != 200) {
      return failed(last, "answered " + answer.status(), now);
    }
    String encoding = answer.headers().first("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      return failed(last, "sent a packed catalog, which nobody asked for", now);
    }
    Optional<String> etag = answer.headers().first("ETag").filter(t -> ETAG.matcher(t).matches());
    Sha256 bytes = Sha256.hash(answer.body());
    if (held.filter(h -> h.bytes().equals(bytes)).isPresent()) {
      return fresh(last, held.orElseThrow().confirmed(now, etag), now);
    }
    Admission.Admitted admitted = admit(last.member(), answer.body(), now);
    return fresh(last, new Held(admitted.rows(), admitted.leftOut(), bytes, etag, now, now), now);
  }

  private Admission.Admitted admit(Member member, byte[] body, Instant now) {
    parsing.acquireUninterruptibly();
    try {
      parsed.increment();
      Catalog catalog = Catalog.read(body, config.maxCatalogBytes(), Catalog.Rules.LENIENT);
      return admission.admit(member, catalog, now);
    } finally {
      parsing.release();
    }
  }

  private static MemberView fresh(MemberView last, Held held, Instant now) {
    return new MemberView(last.member(), Optional.of(held), Optional.empty(), Optional.of(now));
  }

  private MemberView failed(MemberView last, String fault, Instant now) {
    Optional<Held> young =
        last.held().filter(h -> !h.confirmedAt().plus(config.staleFor()).isBefore(now));
    return new MemberView(last.member(), young, Optional.of(fault), Optional.of(now));
  }
}
