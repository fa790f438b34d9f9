package org.obol.discovery.onchain;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.obol.crypto.JsonException;
import org.obol.discovery.registry.AgentUri;
import org.obol.discovery.registry.RegistrationFetch;
import org.obol.discovery.registry.RegistrationFile;
import org.obol.discovery.registry.RegistrationReader;

/**
 * Registration files, each fetched once; one host's one after the other and for 20 s in all, so
 * that a slow host costs nobody else's time. Thread-safe.
 */
final class RegistrationFiles {

  private static final Duration HOST = Duration.ofSeconds(20);

  private final RegistrationFetch fetch;

  /** A hostile file takes many times its length while it is parsed, so few are at once. */
  private final Semaphore parsing = new Semaphore(Runtime.getRuntime().availableProcessors());

  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  /** What an address came to. */
  sealed interface Found {

    /** A registration file. */
    record Shown(RegistrationFile file, RegistrationFetch.Tie tie) implements Found {}

    /** None, and why. */
    record Missing(String why) implements Found {}
  }

  RegistrationFiles(RegistrationFetch fetch) {
    this.fetch = fetch;
  }

  Found at(AgentUri uri) {
    return switch (uri) {
      case AgentUri.Inline ignored -> read(uri);
      case AgentUri.Web web -> host(web.uri().getRawAuthority()).at(web.uri().toString(), uri);
      case AgentUri.Ipfs ipfs -> host("ipfs:" + ipfs.path()).at(ipfs.path(), uri);
    };
  }

  private Host host(String name) {
    return hosts.computeIfAbsent(name, _ -> new Host());
  }

  private Found read(AgentUri uri) {
    return switch (fetch.fetch(uri, Optional.empty())) {
      case RegistrationFetch.Content(var bytes, _, var tie) -> {
        parsing.acquireUninterruptibly();
        try {
          yield new Found.Shown(RegistrationReader.read(bytes), tie);
        } catch (JsonException e) {
          yield new Found.Missing("it is no registration file: " + e.getMessage());
        } finally {
          parsing.release();
        }
      }
      case RegistrationFetch.Unchanged ignored -> new Found.Missing("HTTP status 304 unasked");
      case RegistrationFetch.Failed(var why) -> new Found.Missing(why);
    };
  }

  private final class Host {

    private final Map<String, Found> known = new HashMap<>();
    private long spent;

    private synchronized Found at(String address, AgentUri uri) {
      Found before = known.get(address);
      if (before != null) {
        return before;
      }
      long now = System.nanoTime();
      if (spent > HOST.toNanos()) {
        return new Found.Missing("there was no time left to ask for it");
      }
      Found found = read(uri);
      spent += System.nanoTime() - now;
      known.put(address, found);
      return found;
    }
  }
}
