package org.obol.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.Entitlement.Source;
import org.obol.dataset.entitlement.Entitlement.State;
import org.obol.dataset.entitlement.VersionRange;

/** Entitlements and the tokens that point at them, inside a given transaction. */
public final class Members {

  /** Live tokens an entitlement may have; issuing one more kills the oldest. */
  public static final int MAX_TOKENS = 3;

  private static final java.security.SecureRandom RANDOM = new java.security.SecureRandom();

  private final Tx tx;

  /** The members as {@code tx} sees them. */
  public Members(Tx tx) {
    this.tx = tx;
  }

  /** Grants {@code versions} of {@code dataset} to {@code subject}. */
  public Entitlement grant(
      DatasetId dataset, String subject, VersionRange versions, Source source, Instant now) {
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    String id = "ent-" + HexFormat.of().formatHex(random);
    var granted = new Entitlement(id, dataset, subject, versions, source, new State.Active(), now);
    restore(granted);
    return granted;
  }

  /** Writes down an active entitlement, under the id that it had before the ledger lost it. */
  public void restore(Entitlement lost) {
    tx.update(
        "insert into entitlement (id, dataset, subject, from_version, to_version, source, state,"
            + " created) values (?, ?, ?, ?, ?, ?, 'active', ?)",
        lost.id(),
        lost.dataset().text(),
        lost.subject(),
        lost.versions().from(),
        lost.versions().to(),
        lost.source().name().toLowerCase(Locale.ROOT),
        lost.created().toEpochMilli());
  }

  /** Issues a fresh token, which is shown once; the oldest beyond {@value #MAX_TOKENS} dies. */
  public AccessToken issue(String entitlement, Instant now) {
    AccessToken token = AccessToken.generate();
    adopt(token.hash(), entitlement, now);
    return token;
  }

  /** Lets an existing token, known by its hash only, point at the entitlement. */
  public void adopt(Sha256 tokenHash, String entitlement, Instant now) {
    tx.update(
        "insert into token (hash, entitlement, created) values (?, ?, ?)",
        tokenHash.hex(),
        entitlement,
        now.toEpochMilli());
    tx.update(
        "delete from token where entitlement = ? and hash not in (select hash from token where"
            + " entitlement = ? order by created desc, rowid desc limit "
            + MAX_TOKENS
            + ")",
        entitlement,
        entitlement);
  }

  /** Kills one token, as RFC 7009 asks; an unknown one is no error. */
  public void forget(Sha256 tokenHash) {
    tx.update("delete from token where hash = ?", tokenHash.hex());
  }

  /** The entitlement a token points at, whatever its state. */
  public Optional<Entitlement> holder(Sha256 tokenHash) {
    return tx.first(
        "select e.* from token t join entitlement e on e.id = t.entitlement where t.hash = ?",
        Members::entitlement,
        tokenHash.hex());
  }

  /** One entitlement. */
  public Optional<Entitlement> find(String id) {
    return tx.first("select * from entitlement where id = ?", Members::entitlement, id);
  }

  /** The entitlements of one subject to a dataset, oldest first. */
  public List<Entitlement> of(DatasetId dataset, String subject) {
    return tx.list(
        "select * from entitlement where dataset = ? and subject = ? order by created, id",
        Members::entitlement,
        dataset.text(),
        subject);
  }

  /** All entitlements of a dataset, oldest first. */
  public List<Entitlement> of(DatasetId dataset) {
    return tx.list(
        "select * from entitlement where dataset = ? order by created, id",
        Members::entitlement,
        dataset.text());
  }

  /**
   * Ends an entitlement and every token of it for good.
   *
   * @throws LedgerException when there is none of that id
   */
  public Entitlement revoke(String id, String reason, Instant now) {
    Entitlement entitlement =
        find(id)
            .orElseThrow(
                () ->
                    new LedgerException(
                        "there is no entitlement \""
                            + id
                            + "\". List them with: obol dataset members <dataset>"));
    if (!(entitlement.state() instanceof State.Revoked)) {
      tx.update(
          "update entitlement set state = 'revoked', reason = ?, changed = ? where id = ?",
          reason,
          now.toEpochMilli(),
          id);
    }
    return find(id).orElseThrow();
  }

  /** Locks an active entitlement, for a reason that may pass; tokens stay. */
  public void suspend(String id, String reason, Instant now) {
    tx.update(
        "update entitlement set state = 'suspended', reason = ?, changed = ? where id = ? and state"
            + " = 'active'",
        reason,
        now.toEpochMilli(),
        id);
  }

  private static Entitlement entitlement(ResultSet row) throws SQLException {
    return new Entitlement(
        row.getString("id"),
        new DatasetId(row.getString("dataset")),
        row.getString("subject"),
        new VersionRange(row.getLong("from_version"), row.getLong("to_version")),
        Source.valueOf(row.getString("source").toUpperCase(Locale.ROOT)),
        state(row),
        Instant.ofEpochMilli(row.getLong("created")));
  }

  private static State state(ResultSet row) throws SQLException {
    String name = row.getString("state");
    String reason = Optional.ofNullable(row.getString("reason")).orElse("");
    Instant changed = Instant.ofEpochMilli(row.getLong("changed"));
    return switch (name) {
      case "active" -> new State.Active();
      case "suspended" -> new State.Suspended(reason, changed);
      case "revoked" -> new State.Revoked(reason, changed);
      default ->
          throw new LedgerException("unknown entitlement state \"" + name + "\" in the ledger");
    };
  }
}
