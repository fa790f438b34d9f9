package org.obol.discovery.indexer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.obol.discovery.registry.AgentUri;
import org.obol.discovery.registry.RegistrationFetch;
import org.obol.ledger.Db;

/**
 * Fetches registration files, again and again: a fetched one each hour, by its ETag; one that
 * cannot be had after a minute, and four times later after each failure, up to a day. Hosts are
 * asked beside each other, one host's files one after the other and only for so long, so that a
 * slow host holds nobody up but itself.
 */
public final class DocumentFetcher {

  private static final Duration AGE = Duration.ofHours(1);
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration LAST_RETRY = Duration.ofDays(1);
  private static final int MOST_AT_ONCE = 256;
  private static final int MOST_OF_A_SITE = 32;
  private static final int SITES_AT_ONCE = 16;
  private static final Duration SITE_BUDGET = Duration.ofSeconds(20);

  private final DocumentTable documents;
  private final RegistrationFetch fetch;
  private final InstantSource clock;
  private final Semaphore sites = new Semaphore(SITES_AT_ONCE);

  /** A fetcher for the index of {@code config} in {@code db}. */
  public DocumentFetcher(Db db, IndexConfig config, RegistrationFetch fetch, InstantSource clock) {
    this.documents = new DocumentTable(db, new IndexStore(db, config).agents());
    this.fetch = fetch;
    this.clock = clock;
  }

  /**
   * Fetches what is due, and returns how many files that were. What a site did not get its turn for
   * stays due.
   */
  public int round() {
    List<DocumentTable.Due> due = documents.due(now(), MOST_OF_A_SITE, MOST_AT_ONCE);
    Map<String, List<DocumentTable.Due>> bySite = new LinkedHashMap<>();
    due.forEach(one -> bySite.computeIfAbsent(one.site(), s -> new ArrayList<>()).add(one));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      bySite.values().forEach(files -> running.add(threads.submit(() -> fetchAll(files))));
      for (Future<?> site : running) {
        site.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return due.size();
  }

  private void fetchAll(List<DocumentTable.Due> ofOneSite) {
    try {
      sites.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      long deadline = System.nanoTime() + SITE_BUDGET.toNanos();
      ofOneSite.stream().takeWhile(one -> System.nanoTime() < deadline).forEach(this::fetch);
    } finally {
      sites.release();
    }
  }

  private void fetch(DocumentTable.Due due) {
    RegistrationFetch.Outcome outcome = fetch.fetch(AgentUri.parse(due.source()), due.tag());
    switch (outcome) {
      case RegistrationFetch.Content content -> {
        AgentDocument document = AgentDocument.of(content.bytes());
        if (document.error().isPresent()) {
          failed(due, document.error().get());
        } else {
          documents.fetched(due, document, content.tag(), 0, now() + AGE.toSeconds());
        }
      }
      case RegistrationFetch.Unchanged unchanged ->
          documents.fetched(
              due,
              new AgentDocument(due.document().content(), Optional.empty()),
              due.tag(),
              0,
              now() + AGE.toSeconds());
      case RegistrationFetch.Failed failed -> failed(due, failed.why());
    }
  }

  /** What was there before stays: an agent whose host is down for an hour is the same agent. */
  private void failed(DocumentTable.Due due, String why) {
    int attempts = Math.min(due.attempts() + 1, 16);
    long pause = FIRST_RETRY.toSeconds() << Math.min(2 * (attempts - 1), 32);
    documents.fetched(
        due,
        new AgentDocument(due.document().content(), AgentDocument.failed(why).error()),
        due.tag(),
        attempts,
        now() + Math.min(pause, LAST_RETRY.toSeconds()));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }
}
