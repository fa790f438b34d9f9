package org.obol.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.ledger.StoredVersion.StoredFile;
import org.obol.ledger.StoredVersion.Withdrawal;

/**
 * The owner's emergency: a version is closed to everybody and the key of its rows forgotten, in the
 * ledger and beside the signing key; on request its bytes are deleted too. The signed entry stays.
 */
public final class Withdraw {

  private final Ledger ledger;
  private final OwnerKeys keys;
  private final InstantSource clock;

  /** Withdraws from {@code ledger}. */
  public Withdraw(Ledger ledger, OwnerKeys keys, InstantSource clock) {
    this.ledger = ledger;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * What is to be withdrawn.
   *
   * @param reason shown to whoever asks for the version
   * @param erase whether objects that no live version uses are deleted
   */
  public record Request(DatasetId id, long seq, String reason, boolean erase) {}

  /**
   * What was done.
   *
   * @param withdrawal when and why; those of the first time when it was withdrawn before
   * @param erased objects whose bytes are deleted
   * @param kept objects that another live version still uses
   */
  public record Withdrawn(Withdrawal withdrawal, List<Sha256> erased, List<Sha256> kept) {

    /** Copies the lists. */
    public Withdrawn {
      erased = List.copyOf(erased);
      kept = List.copyOf(kept);
    }
  }

  /**
   * Withdraws a version, or forgets and erases again what was withdrawn before.
   *
   * @throws LedgerException when there is no such version
   */
  public Withdrawn withdraw(Request request) throws IOException {
    StoredVersion version = ledger.db().write(tx -> close(tx, request));
    List<Sha256> erased = new ArrayList<>();
    List<Sha256> kept = new ArrayList<>();
    if (request.erase()) {
      for (Sha256 sha256 : version.files().stream().map(StoredFile::sha256).distinct().toList()) {
        (erase(sha256) ? erased : kept).add(sha256);
      }
    }
    return new Withdrawn(version.withdrawal().orElseThrow(), erased, kept);
  }

  private StoredVersion close(Tx tx, Request request) {
    var datasets = new Datasets(tx);
    DatasetId id = datasets.require(request.id()).id();
    Withdrawal withdrawal =
        datasets
            .version(id, request.seq())
            .flatMap(StoredVersion::withdrawal)
            .orElseGet(() -> new Withdrawal(clock.instant(), request.reason()));
    datasets.withdraw(id, request.seq(), withdrawal);
    // Before the commit: a crash in between forgets too much for a version that is still open, and
    // withdrawing it again mends that; the other order would remember too much.
    keys.last(id)
        .filter(last -> last.seq() == request.seq())
        .filter(last -> last.rowKey().isPresent())
        .ifPresent(last -> keys.remember(id, last.withoutRowKey()));
    return datasets.version(id, request.seq()).orElseThrow();
  }

  private boolean erase(Sha256 sha256) throws IOException {
    try {
      return ledger
          .db()
          .write(
              tx -> {
                if (new Datasets(tx).liveUses(sha256) > 0) {
                  return false;
                }
                try {
                  ledger.objects().delete(tx, sha256);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
                return true;
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
