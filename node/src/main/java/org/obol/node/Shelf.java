package org.obol.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.discovery.catalog.ListedPrice;
import org.obol.evm.ChainId;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.InferenceListing;
import org.obol.ledger.InferenceListings;
import org.obol.ledger.LedgerException;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.StoredVersion;
import org.obol.node.listing.DatasetPage;
import org.obol.node.listing.Listed;
import org.obol.node.listing.Site;
import org.obol.node.listing.Storefront;
import org.obol.node.sale.Counter;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * What of the published datasets strangers are told, kept until the ledger changes. What would not
 * be served is not listed; hashes and words of a log that is for members only are not either,
 * unless it is sold: then the challenge shows the hashes to everybody.
 */
final class Shelf {

  private static final System.Logger LOG = System.getLogger(Shelf.class.getName());

  private static final int MAX_HISTORY = 100;

  private final Db db;
  private final List<DatasetId> published;
  private final PublishedLog logs;
  private final Optional<Counter> counter;
  private volatile Optional<Kept> kept = Optional.empty();

  private record Kept(long state, List<Listed> datasets, List<InferenceListing> inference) {}

  Shelf(Db db, List<DatasetId> published, PublishedLog logs, Optional<Counter> counter) {
    this.db = db;
    this.published = published.stream().sorted(Comparator.comparing(DatasetId::text)).toList();
    this.logs = logs;
    this.counter = counter;
  }

  /** What is listed at that time, for a node at {@code site}. */
  Storefront at(Instant now, Site site) {
    Kept all = all();
    return new Storefront(
        site, all.datasets(), all.inference().stream().filter(i -> i.isListed(now)).toList());
  }

  private Kept all() {
    // The counter is read first: a change after it makes the next call look again.
    long state = db.changeCounter();
    Optional<Kept> last = kept.filter(k -> k.state() == state);
    if (last.isPresent()) {
      return last.get();
    }
    var now = new Kept(state, read(), db.read(tx -> new InferenceListings(tx).all()));
    kept = Optional.of(now);
    return now;
  }

  private List<Listed> read() {
    List<Listed> found = new ArrayList<>();
    for (DatasetId id : published) {
      try {
        db.read(tx -> new Datasets(tx).find(id)).flatMap(this::listed).ifPresent(found::add);
      } catch (LedgerException e) {
        // The node as a whole cannot answer.
        throw e;
      } catch (ObolException | Refusal e) {
        // It does not verify, or what is asked cannot be paid.
        LOG.log(System.Logger.Level.ERROR, id + " is not listed: " + e.getMessage());
      }
    }
    return List.copyOf(found);
  }

  private Optional<Listed> listed(Dataset dataset) {
    return newest(dataset).map(version -> listed(dataset, version));
  }

  /** What a stranger is told of that version. */
  Listed listed(Dataset dataset, StoredVersion version) {
    Optional<SaleTerms> terms = counter.flatMap(c -> c.terms(dataset.id()));
    // It throws when the amount cannot be paid, and then nothing can be bought.
    terms.ifPresent(t -> t.price().total(version.entry().size(), t.decimals()));
    boolean known = dataset.publicLog() || terms.isPresent();
    return new Listed(
        dataset.id(),
        dataset.owner(),
        dataset.membership() == Dataset.Membership.OPEN,
        Optional.of(version).filter(v -> known).map(v -> shown(dataset, v)),
        terms.map(Shelf::priced));
  }

  private static Listed.Version shown(Dataset dataset, StoredVersion version) {
    return new Listed.Version(
        version.entry(),
        version.manifest().filter(document -> dataset.publicLog()).map(ManifestDocument::manifest));
  }

  /** The newest version that is there and was not taken back. */
  Optional<StoredVersion> newest(Dataset dataset) {
    List<VersionEntry> entries = logs.requireServable(dataset).log().entries();
    Optional<StoredVersion> newest =
        entries.reversed().stream()
            .map(VersionEntry::seq)
            .flatMap(seq -> version(dataset, seq).stream())
            .findFirst();
    newest.ifPresent(version -> logs.requireSigned(dataset, version));
    return newest;
  }

  /** The newest versions of a log that everybody may see, the newest first. */
  List<DatasetPage.Past> history(Dataset dataset) {
    if (!dataset.publicLog()) {
      return List.of();
    }
    List<VersionEntry> newest =
        logs.requireServable(dataset).log().entries().reversed().stream()
            .limit(MAX_HISTORY)
            .toList();
    return db.read(
        tx -> {
          var datasets = new Datasets(tx);
          return newest.stream()
              .map(e -> new DatasetPage.Past(e, datasets.isLive(dataset.id(), e.seq())))
              .toList();
        });
  }

  private Optional<StoredVersion> version(Dataset dataset, long seq) {
    return db.read(
        tx -> {
          var datasets = new Datasets(tx);
          return datasets.isLive(dataset.id(), seq)
              ? datasets.version(dataset.id(), seq).filter(v -> !v.files().isEmpty())
              : Optional.empty();
        });
  }

  private static Listed.Priced priced(SaleTerms terms) {
    return new Listed.Priced(ListedPrice.of(terms.price(), token(terms)), terms.payee().address());
  }

  /** A token that is not known is called what it calls itself. */
  private static Token token(SaleTerms terms) {
    ChainId chain = ChainId.parse(terms.payee().network());
    String symbol =
        KnownTokens.USDC
            .on(chain)
            .filter(token -> token.address().equals(terms.payee().asset()))
            .map(Token::symbol)
            .orElse(terms.tokenName());
    return new Token(
        chain,
        terms.payee().asset(),
        symbol,
        terms.tokenName(),
        terms.tokenVersion(),
        terms.decimals());
  }
}
