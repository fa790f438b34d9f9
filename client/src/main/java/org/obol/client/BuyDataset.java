package org.obol.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProxySelector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.client.pins.Pins;
import org.obol.client.source.RateLimit;
import org.obol.client.source.SellerApi;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;
import org.obol.client.transfer.TransferListener;
import org.obol.client.transfer.WorkingFolder;
import org.obol.crypto.ObolException;

/**
 * Buys a version the buyer is entitled to: fetch log and manifest, verify them, pin the owner,
 * download in parallel ranges verifying each chunk, check the whole file, give it its name.
 */
public final class BuyDataset {

  private final Pins pins;
  private final TransferListener listener;
  private final Optional<ProxySelector> proxy;

  /** A buyer with a memory; {@code listener} is told everything as it happens. */
  public BuyDataset(Pins pins, TransferListener listener, Optional<ProxySelector> proxy) {
    this.pins = pins;
    this.listener = listener;
    this.proxy = proxy;
  }

  /**
   * Fetches what was asked for; on any failure nothing has appeared under a final name that did not
   * verify.
   *
   * @throws org.obol.dataset.VerificationException when something is not what was signed
   * @throws org.obol.client.source.RefusedException when the token is not good for the version
   * @throws org.obol.client.source.NetworkException when the servers could not be reached long
   *     enough; the next run resumes
   */
  public BuyResult run(BuyRequest request) {
    var told = new Told(listener);
    try (Wire wire = wire(request, told)) {
      List<SellerApi> sellers = sellers(request, wire);
      VerifiedVersion version = verify(request, sellers.getFirst(), told);
      Path out = request.out().orElseGet(() -> Path.of(version.defaultName())).toAbsolutePath();
      Output output = Output.of(out, version, request.force());
      try (WorkingFolder folder = WorkingFolder.lock(output.root())) {
        folder
            .strangers(version.entry().manifestHash())
            .forEach(f -> told.warning("left from another version, not used: " + f));
        var fetch = new FetchFiles(version, sellers, request.settings(), told);
        return fetch.run(output, folder).toResult(version, told.warnings());
      }
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot write here: " + e, e);
    } catch (UncheckedIOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot write here: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted; run again to resume", e);
    }
  }

  /** Verifies and pins only: what a buyer looks at before paying. */
  public VerifiedVersion inspect(BuyRequest request) {
    try (Wire wire = wire(request, listener)) {
      return verify(request, sellers(request, wire).getFirst(), listener);
    }
  }

  private VerifiedVersion verify(BuyRequest request, SellerApi primary, TransferListener told) {
    return new VerifyVersion(primary, request.trust(), pins, told).run(request.version());
  }

  private Wire wire(BuyRequest request, TransferListener told) {
    var rate = new RateLimit(request.settings().maxRate());
    boolean insecure = request.trust().insecure();
    var wire = new Wire(request.settings().patience(), rate, insecure, proxy);
    request.sources().forEach(s -> wire.requirePrivate(s.origin(), s.token().isPresent()));
    request.sources().stream()
        .filter(s -> s.token().isPresent() && !s.origin().isPrivate())
        .forEach(
            s ->
                told.warning(
                    "INSECURE: the member token goes to "
                        + s.origin()
                        + " over plain http, where everybody on the way can read and use it"));
    return wire;
  }

  private static List<SellerApi> sellers(BuyRequest request, Wire wire) {
    List<SellerApi> sellers = new ArrayList<>();
    for (Source source : request.sources()) {
      sellers.add(new SellerApi(wire, source, request.dataset()));
    }
    return sellers;
  }
}
