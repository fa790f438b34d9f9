package org.obol.node;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.http.ClientAddress;
import org.obol.http.Metrics;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.NodeKey;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.Sales;
import org.obol.ledger.Scrub;
import org.obol.node.sale.Counter;
import org.obol.node.sale.Till;

/**
 * A running node. Starting it verifies every log it will serve, opens the public and the admin
 * listener, writes the run files, and opens a tunnel when one is wanted.
 */
public final class Node implements AutoCloseable {

  private static final Duration SCRUB_INTERVAL = Duration.ofDays(1);
  private static final long SCRUB_RATE = 20 << 20;
  private static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(10);

  private final List<AutoCloseable> closing = new ArrayList<>();
  private final RunningServer open;
  private final RunningServer admin;
  private final PublicUrl url;
  private final List<Served> served;

  /** One dataset as it was when the node started. */
  public record Served(DatasetId id, Address owner, int versions, Dataset.Membership membership) {}

  private Node(Environment environment, NodeConfig config) {
    try {
      this.served = verified(environment, config);
      var metrics = new Metrics();
      var downloads = closing(new Downloads(environment.ledger().db()));
      metrics.gauge("obol_downloads", "Downloads under way.", downloads::count);
      this.url =
          new PublicUrl(
              config.publicUrl().orElseGet(() -> local(config, config.listener().port())));
      Optional<Counter> counter = environment.till().map(till -> counter(environment, till));
      Surface.Parts parts = parts(environment, config, downloads, url, counter);
      String ownerToken = AccessToken.generate().reveal();
      var engine = closing(new VertxEngine());
      this.open =
          closing(
              engine.start(
                  config.listener(),
                  Surface.ofPublic(
                      parts, new AccessLog(environment.accessLog(), metrics, "public"))));
      this.admin =
          closing(
              engine.start(
                  ServerConfig.loopback(),
                  Surface.ofAdmin(
                      parts,
                      new AccessLog(environment.accessLog(), metrics, "admin"),
                      ownerToken,
                      new OwnerRoutes(
                          environment.ledger().db(),
                          config.datasets(),
                          metrics,
                          environment.clock()))));
      // Only now is the port known, and nobody else knows it before this returns.
      url.set(config.publicUrl().orElseGet(() -> local(config, open.port())));
      announce(environment, config, ownerToken);
      scrub(environment, metrics);
      counter.ifPresent(c -> closing(new Reconciler(c, RECONCILE_INTERVAL)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void announce(Environment environment, NodeConfig config, String ownerToken) {
    var files =
        closing(new RunFiles(environment.home(), config.datasets(), adminAddress(), ownerToken));
    files.write(url.text());
    config
        .cloudflared()
        .ifPresent(
            program ->
                closing(
                    new Cloudflared(
                        program,
                        open.port(),
                        tunnel -> {
                          url.set(
                              tunnel
                                  .or(config::publicUrl)
                                  .orElseGet(() -> local(config, open.port())));
                          files.write(url.text());
                          environment.announce().accept(url.text());
                        })));
  }

  /** Finds bits that flipped on the disk before a buyer does (invariant 17). */
  private void scrub(Environment environment, Metrics metrics) {
    var scrub = closing(new Scrub(environment.ledger().objects(), environment.clock(), SCRUB_RATE));
    metrics.gauge(
        "obol_objects_damaged", "Objects not served.", () -> scrub.status().damaged().size());
    metrics.gauge(
        "obol_objects_scrubbed",
        "Objects re-read since the start.",
        () -> scrub.status().checked());
    scrub.start(SCRUB_INTERVAL);
  }

  /**
   * What a node works with.
   *
   * @param announce told the public URL whenever a tunnel changes it
   * @param accessLog takes one line for each answer
   * @param till what payments are taken with; without one nothing is sold
   */
  public record Environment(
      ObolHome home,
      Ledger ledger,
      OwnerKeys keys,
      InstantSource clock,
      Consumer<String> accessLog,
      Consumer<String> announce,
      Optional<Till> till) {}

  /**
   * Starts a node; it accepts connections when this returns.
   *
   * @throws org.obol.dataset.VerificationException when a log does not verify
   * @throws org.obol.ledger.LedgerException when a dataset is not there, or its key has signed more
   * @throws org.obol.http.HttpFailure when a listener cannot be opened
   */
  public static Node start(Environment environment, NodeConfig config) {
    return new Node(environment, config);
  }

  /** What is served. */
  public List<Served> served() {
    return served;
  }

  /** Where the world reaches it now. */
  public URI publicUrl() {
    return URI.create(url.text());
  }

  /** Port of the public listener. */
  public int port() {
    return open.port();
  }

  /** Address and port of the admin listener, on loopback. */
  public String adminAddress() {
    return "127.0.0.1:" + admin.port();
  }

  /** Stops accepting, lets running downloads finish within {@code patience}, then closes. */
  public void drain(Duration patience) {
    open.drain(patience);
    close();
  }

  @Override
  public void close() {
    for (AutoCloseable part : closing.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        System.getLogger(Node.class.getName())
            .log(System.Logger.Level.WARNING, "a part of the node did not close", e);
      }
    }
    closing.clear();
  }

  private static List<Served> verified(Environment environment, NodeConfig config) {
    var publishing =
        new PublishVersion(environment.ledger(), environment.keys(), environment.clock());
    List<Served> served = new ArrayList<>();
    Map<DatasetId, VersionLog> logs = new LinkedHashMap<>();
    for (DatasetId id : config.datasets()) {
      logs.put(id, publishing.verifiedLog(id));
    }
    // Only when all of them can be served is any of them changed.
    logs.forEach(
        (id, log) -> {
          Dataset dataset = configured(environment.ledger(), config, id);
          served.add(new Served(id, dataset.owner(), log.entries().size(), dataset.membership()));
        });
    return List.copyOf(served);
  }

  private static Dataset configured(Ledger ledger, NodeConfig config, DatasetId id) {
    return ledger
        .db()
        .write(
            tx -> {
              var datasets = new Datasets(tx);
              Dataset now = datasets.require(id);
              datasets.configure(
                  id,
                  config.membership().orElse(now.membership()),
                  config.publicLog().orElse(now.publicLog()));
              Dataset configured = datasets.require(id);
              if (configured.membership() == Dataset.Membership.OPEN
                  && new Sales(tx).terms(id).isPresent()) {
                throw new ObolException(
                    ObolException.Exit.USAGE,
                    id
                        + " has a price, but its membership is open, so that everybody gets it for"
                        + " nothing. Use --membership invite, or end the sale with: obol dataset"
                        + " price "
                        + id
                        + " --off");
              }
              return configured;
            });
  }

  private static Counter counter(Environment environment, Till till) {
    return new Counter(
        environment.ledger().db(),
        environment.keys(),
        new NodeKey(environment.home()).loadOrCreate(),
        till,
        environment.clock());
  }

  private static Surface.Parts parts(
      Environment environment,
      NodeConfig config,
      Downloads downloads,
      PublicUrl url,
      Optional<Counter> counter) {
    var devices =
        new DeviceService(environment.ledger().db(), config.datasets(), environment.clock());
    var logs = new PublishedLog(environment.ledger().db());
    var shelf = new Shelf(environment.ledger().db(), config.datasets(), logs, counter);
    return new Surface.Parts(
        environment.ledger(),
        config.datasets(),
        new DatasetRoutes(environment.ledger(), downloads, logs),
        new ReferenceDeviceRoutes(devices, url),
        new OAuthRoutes(devices, environment.ledger().db(), url),
        counter.map(c -> new PaidJoin(environment.ledger(), c, url, environment.clock())),
        new ListingRoutes(
            shelf,
            new FirstRows(environment.ledger().objects()),
            url,
            environment.clock(),
            environment.home().registrationFile()),
        new ClientAddress(config.cloudflared().isPresent(), config.trustedProxies()));
  }

  private static URI local(NodeConfig config, int port) {
    return URI.create(config.listener().url(port));
  }

  private <T extends AutoCloseable> T closing(T part) {
    closing.add(part);
    return part;
  }
}
