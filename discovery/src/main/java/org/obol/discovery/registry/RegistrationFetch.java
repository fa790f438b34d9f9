package org.obol.discovery.registry;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.obol.discovery.registry.ContentId.Match;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;
import org.obol.http.HttpFailure;

/**
 * Gets the bytes that an agent's URI leads to. Nobody vouched for the URI: at most 1 MiB within 10
 * s, redirects within the origin only, and no private address unless the chain is a local one.
 */
public final class RegistrationFetch {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int LONGEST_TAG = 200;

  /** What came of it. */
  public sealed interface Outcome {}

  /** How the bytes hang together with the URI on the chain. */
  public enum Tie {
    /** The URI holds them. */
    INLINE,
    /** The URI names their hash. */
    HASH,
    /** They are what the address shows now, and may be others tomorrow. */
    ADDRESS,
    /** They are what the gateway to IPFS says; the content identifier could not be checked. */
    GATEWAY
  }

  /**
   * The file's bytes, which may be anything.
   *
   * @param tag the ETag to ask with next time
   */
  public record Content(byte[] bytes, Optional<String> tag, Tie tie) implements Outcome {}

  /** The file is the one whose ETag was given. */
  public record Unchanged() implements Outcome {}

  /** There is no file to be had; {@code why} names no address and may be shown to anybody. */
  public record Failed(String why) implements Outcome {}

  private final GuardedClient client;
  private final Reach reach;
  private final Optional<URI> ipfsGateway;

  /**
   * Fetches through {@code client}, which stays the caller's to close.
   *
   * @param reach {@link Reach#ANY} only where the agents are those of a local chain
   * @param ipfsGateway where {@code /ipfs/<path>} is served; without one such agents have no file
   */
  public RegistrationFetch(GuardedClient client, Reach reach, Optional<URI> ipfsGateway) {
    this.client = client;
    this.reach = reach;
    this.ipfsGateway = ipfsGateway;
  }

  /** Fetches; {@code tag} is the ETag of what is there already. */
  public Outcome fetch(AgentUri uri, Optional<String> tag) {
    return switch (uri) {
      case AgentUri.Inline inline -> new Content(inline.content(), Optional.empty(), Tie.INLINE);
      case AgentUri.Web web -> web(web.uri(), tag);
      case AgentUri.Ipfs ipfs ->
          ipfsGateway
              // The gateway is the operator's own choice, and may be on this machine.
              .map(gateway -> checked(get(below(gateway, ipfs.path()), Reach.ANY, tag), ipfs))
              .orElseGet(() -> new Failed("no gateway to IPFS is configured"));
    };
  }

  private static URI below(URI gateway, String path) {
    return URI.create(gateway.toString().replaceFirst("/+$", "") + "/ipfs/" + path);
  }

  private static Outcome checked(Outcome outcome, AgentUri.Ipfs ipfs) {
    return outcome instanceof Content(var bytes, var tag, _)
        ? switch (ContentId.of(ipfs.path()).map(id -> id.compare(bytes)).orElse(Match.UNKNOWN)) {
          case SAME -> new Content(bytes, tag, Tie.HASH);
          case OTHER -> new Failed("the gateway's answer is not the file of that hash");
          case UNKNOWN -> new Content(bytes, tag, Tie.GATEWAY);
        }
        : outcome;
  }

  private Outcome web(URI uri, Optional<String> tag) {
    if (reach == Reach.PUBLIC_ONLY && !uri.getScheme().toLowerCase(Locale.ROOT).equals("https")) {
      return new Failed("the address is not https");
    }
    return get(uri, reach, tag);
  }

  private Outcome get(URI uri, Reach allowed, Optional<String> tag) {
    try {
      Call call =
          Call.get(uri, allowed)
              .with("Accept", "application/json")
              .within(RegistrationReader.MAX_BYTES, TIMEOUT);
      if (tag.isPresent()) {
        call = call.with("If-None-Match", tag.get());
      }
      GuardedClient.Answer answer = client.send(call);
      return switch (answer.status()) {
        case 200 ->
            new Content(
                answer.body(),
                answer.headers().first("ETag").filter(t -> t.length() <= LONGEST_TAG),
                Tie.ADDRESS);
        case 304 -> tag.isPresent() ? new Unchanged() : new Failed("HTTP status 304 unasked");
        default -> new Failed("HTTP status " + answer.status());
      };
    } catch (HttpFailure e) {
      return new Failed(words(e.reason()));
    } catch (IllegalArgumentException e) {
      // The library refuses some hosts and tags that the URI syntax allows.
      return new Failed("the address cannot be asked");
    }
  }

  /** The failure's own words could name proxies and addresses of this machine's network. */
  private static String words(HttpFailure.Reason reason) {
    return switch (reason) {
      case UNREACHABLE -> "it cannot be reached";
      case TIMEOUT -> "it did not answer within " + TIMEOUT.toSeconds() + " s";
      case TOO_LARGE -> "it is larger than 1 MiB";
      case FORBIDDEN_ADDRESS -> "its address is not on the public internet";
      case REDIRECT -> "it redirects to another origin, or for ever";
    };
  }
}
