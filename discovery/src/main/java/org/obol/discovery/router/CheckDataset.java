package org.obol.discovery.router;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.LogVerdict;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.discovery.catalog.DatasetFacts;
import org.obol.http.HttpFailure;

/**
 * Checks what a row says about a dataset against the seller's own signed documents: version log,
 * manifest, seller record, and the live price.
 */
final class CheckDataset {

  /** How far the seller's clock may be ahead of ours before that speaks against the row. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final SellerSite seller;
  private final Serials serials;
  private final boolean prices;
  private final Instant now;

  /** Nothing speaks against the row, but it cannot be said to be true either. */
  private static final class Unseen extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String detail;

    Unseen(String code, String detail) {
      super(code, null, false, false);
      this.code = code;
      this.detail = detail;
    }
  }

  /** The log, verified, and the entry that the row is about. */
  private record Version(LogDocument log, Address owner, VersionEntry entry) {}

  /**
   * @param serials of the seller records seen so far, kept up to date
   * @param prices whether the live price is asked for
   */
  CheckDataset(SellerSite seller, Serials serials, boolean prices, Instant now) {
    this.seller = seller;
    this.serials = serials;
    this.prices = prices;
    this.now = now;
  }

  Verdict check(DatasetClaim claim) {
    Optional<Address> owner = Optional.empty();
    try {
      DatasetSite site =
          claim
              .site()
              .orElseThrow(
                  () -> new Unseen("not_a_dataset_url", "the endpoint does not say which dataset"));
      LogDocument log = log(site);
      Address signer = signer(log, site);
      owner = Optional.of(signer);
      Version version = new Version(log, signer, entry(log, claim.facts()));
      requireClaimed(claim, version);
      Card card = manifest(site, version);
      boolean record = requirePayee(claim, site, signer);
      return new Verdict.Verified(signer, card, record, isLivePrice(claim, site, version), now);
    } catch (Unseen e) {
      return new Verdict.Uncheckable(e.code, e.detail, owner, now);
    } catch (VerificationException e) {
      return new Verdict.Contradicted(field(e), String.valueOf(e.getMessage()), now);
    } catch (HttpFailure e) {
      String code =
          e.reason() == HttpFailure.Reason.FORBIDDEN_ADDRESS ? "private_address" : "unreachable";
      return new Verdict.Uncheckable(code, String.valueOf(e.getMessage()), owner, now);
    }
  }

  /** What {@code core} complains about under names of its own. */
  private static String field(VerificationException e) {
    return switch (e.code()) {
      case "seller_record" -> "sellerRecord";
      case "manifest_mismatch" -> "manifest";
      default -> e.code();
    };
  }

  private LogDocument log(DatasetSite site) {
    byte[] body =
        switch (seller.versions(site)) {
          case SellerSite.Reply.Found(var found) -> found;
          case SellerSite.Reply.Closed() ->
              throw new Unseen("members_only", "the log is shown to members only");
          case SellerSite.Reply.Missing(var status) ->
              throw new Unseen("no_log", "the endpoint shows no version log (" + status + ")");
        };
    try {
      return LogDocument.read(body);
    } catch (JsonException e) {
      throw contradiction("log", "the endpoint's log cannot be read: " + e.getMessage());
    }
  }

  private static Address signer(LogDocument log, DatasetSite site) {
    if (log.id().filter(id -> !id.equals(site.dataset().text())).isPresent()) {
      throw contradiction("log", "the endpoint's log is of another dataset");
    }
    return switch (log.verify(Optional.empty())) {
      case LogVerdict.Valid valid -> valid.owner();
      case LogVerdict.Invalid invalid -> throw contradiction("log", invalid.sentence());
    };
  }

  private static VersionEntry entry(LogDocument log, DatasetFacts facts) {
    if (facts.version().isPresent()) {
      return facts
          .seq()
          .flatMap(log.log()::entry)
          .orElseThrow(
              () ->
                  contradiction(
                      "datasetVersion", "the log has no version " + facts.version().orElseThrow()));
    }
    return log.log().entries().stream()
        .filter(entry -> facts.manifestHash().equals(Optional.of(entry.manifestHash())))
        .findFirst()
        .or(log.log()::head)
        .orElseThrow();
  }

  private static void requireClaimed(DatasetClaim claim, Version version) {
    DatasetFacts facts = claim.facts();
    VersionEntry entry = version.entry();
    require("datasetManifestHash", facts.manifestHash(), entry.manifestHash());
    require("datasetFileHash", facts.fileHash(), entry.fileHash());
    require("datasetSizeBytes", facts.sizeBytes(), entry.size());
    require("owner", claim.owner(), version.owner());
    if (facts.manifestHash().isEmpty() && facts.fileHash().isEmpty()) {
      throw new Unseen("no_hashes", "the row names no hash that could be compared");
    }
  }

  private static <T> void require(String field, Optional<T> claimed, T signed) {
    if (claimed.filter(value -> !value.equals(signed)).isPresent()) {
      throw contradiction(field, "the row says " + claimed.get() + ", the seller says " + signed);
    }
  }

  private Card manifest(DatasetSite site, Version version) {
    long seq = version.entry().seq();
    byte[] body =
        switch (seller.manifest(site, seq)) {
          case SellerSite.Reply.Found(var found) -> found;
          case SellerSite.Reply.Closed() ->
              throw new Unseen("members_only", "the manifest is shown to members only");
          case SellerSite.Reply.Missing(var status) ->
              throw new Unseen("no_manifest", "the endpoint shows no manifest (" + status + ")");
        };
    try {
      ManifestDocument manifest = ManifestDocument.read(body);
      if (manifest.hash().equals(version.entry().manifestHash())
          && !manifest.manifest().owner().equals(version.owner())) {
        throw contradiction(
            "owner",
            "the log is signed by "
                + version.owner()
                + ", but its manifest is that of "
                + manifest.manifest().owner());
      }
      manifest.requireMatches(site.dataset(), version.log().log(), seq, version.owner());
      return manifest.manifest().card();
    } catch (JsonException e) {
      throw contradiction("manifest", "the manifest cannot be read: " + e.getMessage());
    }
  }

  /** Whether there is a seller record. */
  private boolean requirePayee(DatasetClaim claim, DatasetSite site, Address owner) {
    var log = new LogOrigin(owner, site.dataset());
    Optional<Signed<SellerRecord>> record = record(site);
    Instant counted = record.map(this::counted).orElse(now);
    if (record.isPresent()) {
      requireSelling(SellerRecord.verify(record.get(), log, counted), log, site);
    }
    claim
        .payTo()
        .filter(payTo -> !payTo.equals(owner))
        .ifPresent(payTo -> requireAllowed(claim, payTo, record));
    // Last: it must not hide that something else is wrong.
    if (counted.isAfter(now)) {
      throw new Unseen("not_yet", "the seller record counts only from " + counted);
    }
    return record.isPresent();
  }

  /** The time at which a record is looked at: now, or its first second when that is so near. */
  private Instant counted(Signed<SellerRecord> record) {
    Instant start = record.document().notBefore();
    return start.isAfter(now) && !start.isAfter(now.plus(CLOCKS_DIFFER)) ? start : now;
  }

  private Optional<Signed<SellerRecord>> record(DatasetSite site) {
    try {
      return seller.sellerRecord(site) instanceof SellerSite.Reply.Found(var body)
          ? Optional.of(SellerRecord.read(body))
          : Optional.empty();
    } catch (JsonException e) {
      throw contradiction("sellerRecord", "the seller record cannot be read: " + e.getMessage());
    }
  }

  private void requireSelling(SellerRecord record, LogOrigin log, DatasetSite site) {
    long highest = serials.highest(log, record.serial());
    if (record.serial() < highest) {
      throw contradiction(
          "sellerRecord",
          "serial %d, after one with %d was seen".formatted(record.serial(), highest));
    }
    if (record.endpoints().stream().noneMatch(endpoint -> isSame(endpoint, site.base()))) {
      throw contradiction(
          "endpoint", "the owner " + log.owner() + " does not sell at " + site.base());
    }
  }

  /** As the buyer compares them: scheme, host, port and path. */
  private static boolean isSame(URI listed, URI base) {
    return normal(listed).equals(normal(base));
  }

  private static String normal(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    int port = uri.getPort() < 0 ? usual : uri.getPort();
    String path = uri.getRawPath().replaceFirst("/+$", "");
    return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + path;
  }

  /** The owner's own account needs no record (reference default), every other one does. */
  private static void requireAllowed(
      DatasetClaim claim, Address payTo, Optional<Signed<SellerRecord>> record) {
    boolean allowed =
        record.stream()
            .flatMap(signed -> signed.document().payTo().stream())
            .filter(payee -> payee.address().equals(payTo))
            .filter(payee -> claim.chain().map(payee.network()::equals).orElse(true))
            .anyMatch(payee -> claim.token().map(payee.asset()::equals).orElse(true));
    if (!allowed) {
      throw contradiction(
          "payTo",
          record.isPresent()
              ? "the owner's seller record does not let " + payTo + " be paid"
              : payTo + " is not the owner, and there is no seller record");
    }
  }

  /** Whether the price was compared; there may be nothing to compare. */
  private boolean isLivePrice(DatasetClaim claim, DatasetSite site, Version version) {
    if (!prices || claim.amount().isEmpty()) {
      return false;
    }
    return seller
        .challenge(site, version.entry().seq())
        .flatMap(answer -> LivePrice.of(answer, claim))
        .map(
            live -> {
              require("priceAtomicUnits", claim.amount(), live);
              return true;
            })
        .orElse(false);
  }

  private static VerificationException contradiction(String field, String sentence) {
    return new VerificationException(field, sentence);
  }
}
