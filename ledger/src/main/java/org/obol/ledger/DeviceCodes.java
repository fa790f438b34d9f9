package org.obol.ledger;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.Entitlement.Source;
import org.obol.dataset.entitlement.UserCode;
import org.obol.dataset.entitlement.VersionRange;

/**
 * Device authorization (RFC 8628) inside a given transaction. A code belongs to one dataset and one
 * dialect, lives {@link #LIFETIME}, and is good for one token.
 */
public final class DeviceCodes {

  /** How long a code can be approved and used. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /** Seconds a client waits between two polls, at first. */
  public static final int INTERVAL_SECONDS = 5;

  /** Codes that may be open at once, over all datasets. */
  public static final int MAX_OPEN = 1_000;

  /** Codes that one source may have open at once. */
  public static final int MAX_OPEN_PER_SOURCE = 20;

  // An approved code that nobody fetches takes as much room as one that waits.
  private static final String COUNT_OPEN =
      "select count(*) from device_code where state in ('pending', 'approved') and expires > ?";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Tx tx;

  /** The codes as {@code tx} sees them. */
  public DeviceCodes(Tx tx) {
    this.tx = tx;
  }

  /** Which of the two wire forms a code was asked for in. */
  public enum Dialect {
    /** The JSON form of the reference. */
    REFERENCE,
    /** RFC 8628. */
    OAUTH
  }

  /**
   * Who asks for a code.
   *
   * @param clientId the OAuth client_id, empty in the reference's dialect
   * @param label what the client calls itself; untrusted text
   * @param source the client's address, empty when it cannot be told
   */
  public record Applicant(
      DatasetId dataset, Dialect dialect, String clientId, String label, String source) {}

  /** A fresh code; {@code deviceCode} is a secret of the client. */
  public record Opened(String deviceCode, UserCode userCode) {}

  /** What a poll finds. */
  public sealed interface Poll {
    /** Nobody has decided yet. */
    record Pending() implements Poll {}

    /** Polled before the interval was over, which now is {@code intervalSeconds}. */
    record SlowDown(int intervalSeconds) implements Poll {}

    /** The owner said no. */
    record Denied() implements Poll {}

    /** Too late. */
    record Expired() implements Poll {}

    /** Never issued, used up, or of another dialect or client. */
    record Unknown() implements Poll {}

    /** Approved; the token is shown this once. */
    record Granted(AccessToken token, Entitlement entitlement) implements Poll {}
  }

  /** What the owner's decision did. */
  public enum Decision {
    /** It counts. */
    DONE,
    /** There is no such code. */
    UNKNOWN,
    /** It has expired. */
    EXPIRED,
    /** It was decided before. */
    ALREADY_USED
  }

  /** One waiting code, for the owner to look at before deciding. */
  public record Waiting(
      UserCode userCode, DatasetId dataset, String label, String source, Instant expires) {}

  private record Stored(
      String hash,
      DatasetId dataset,
      Dialect dialect,
      String clientId,
      String label,
      String state,
      Optional<String> entitlement,
      int interval,
      Instant nextPoll,
      Instant expires) {}

  /** Opens a code; empty when too many are open, here or from this source. */
  public Optional<Opened> open(Applicant applicant, Instant now) {
    // A day after its end an expired code is only clutter; until then polls are told that it
    // expired.
    tx.update(
        "delete from device_code where expires < ?", now.minus(Duration.ofDays(1)).toEpochMilli());
    boolean sourceKnown = !applicant.source().isEmpty();
    if (openCount(now) >= MAX_OPEN
        || (sourceKnown && openCount(applicant.source(), now) >= MAX_OPEN_PER_SOURCE)) {
      return Optional.empty();
    }
    byte[] random = new byte[32];
    RANDOM.nextBytes(random);
    String deviceCode = HexFormat.of().formatHex(random);
    UserCode userCode = UserCode.generate();
    tx.update(
        "insert into device_code (hash, user_code, dataset, dialect, client_id, label, source,"
            + " state, poll_interval, next_poll, expires) values (?, ?, ?, ?, ?, ?, ?, 'pending',"
            + " ?, ?, ?)",
        Sha256.hash(deviceCode).hex(),
        userCode.text(),
        applicant.dataset().text(),
        applicant.dialect().name().toLowerCase(Locale.ROOT),
        applicant.clientId(),
        applicant.label(),
        applicant.source(),
        INTERVAL_SECONDS,
        now.toEpochMilli(),
        now.plus(LIFETIME).toEpochMilli());
    return Optional.of(new Opened(deviceCode, userCode));
  }

  /** Answers a poll; a granted code is used up by it. */
  public Poll poll(String deviceCode, Dialect dialect, String clientId, Instant now) {
    String hash = Sha256.hash(deviceCode).hex();
    Optional<Stored> found =
        tx.first("select * from device_code where hash = ?", DeviceCodes::stored, hash)
            .filter(c -> c.dialect() == dialect && c.clientId().equals(clientId));
    if (found.isEmpty() || found.get().state().equals("used")) {
      return new Poll.Unknown();
    }
    Stored code = found.get();
    if (!now.isBefore(code.expires())) {
      return new Poll.Expired();
    }
    return switch (code.state()) {
      case "denied" -> {
        use(hash);
        yield new Poll.Denied();
      }
      case "approved" -> {
        use(hash);
        String entitlement = code.entitlement().orElseThrow();
        var members = new Members(tx);
        yield new Poll.Granted(
            members.issue(entitlement, now), members.find(entitlement).orElseThrow());
      }
      default -> wait(code, now);
    };
  }

  /** Approves a code: the applicant gets {@code versions} of the dataset. */
  public Decision approve(
      UserCode userCode, DatasetId dataset, VersionRange versions, Source source, Instant now) {
    Decision decision = undecided(userCode, dataset, now);
    if (decision == Decision.DONE) {
      Stored code = find(userCode, dataset).orElseThrow();
      String subject = code.label().isBlank() ? "member " + userCode : code.label();
      Entitlement entitlement = new Members(tx).grant(dataset, subject, versions, source, now);
      tx.update(
          "update device_code set state = 'approved', entitlement = ? where hash = ?",
          entitlement.id(),
          code.hash());
    }
    return decision;
  }

  /** Denies a code. */
  public Decision deny(UserCode userCode, DatasetId dataset, Instant now) {
    Decision decision = undecided(userCode, dataset, now);
    if (decision == Decision.DONE) {
      tx.update("update device_code set state = 'denied' where user_code = ?", userCode.text());
    }
    return decision;
  }

  /** The code as the owner sees it, if it is still to be decided. */
  public Optional<Waiting> waiting(UserCode userCode, Instant now) {
    return tx.first(
        "select * from device_code where user_code = ? and state = 'pending' and expires > ?",
        row ->
            new Waiting(
                userCode,
                new DatasetId(row.getString("dataset")),
                row.getString("label"),
                row.getString("source"),
                Instant.ofEpochMilli(row.getLong("expires"))),
        userCode.text(),
        now.toEpochMilli());
  }

  private Poll wait(Stored code, Instant now) {
    boolean early = now.isBefore(code.nextPoll());
    // RFC 8628 section 3.5: slow_down adds five seconds for good.
    int interval = early && code.dialect() == Dialect.OAUTH ? code.interval() + 5 : code.interval();
    tx.update(
        "update device_code set poll_interval = ?, next_poll = ? where hash = ?",
        interval,
        now.plusSeconds(interval).toEpochMilli(),
        code.hash());
    return early ? new Poll.SlowDown(interval) : new Poll.Pending();
  }

  private Decision undecided(UserCode userCode, DatasetId dataset, Instant now) {
    Optional<Stored> code = find(userCode, dataset);
    if (code.isEmpty()) {
      return Decision.UNKNOWN;
    }
    if (!code.get().state().equals("pending")) {
      return Decision.ALREADY_USED;
    }
    return now.isBefore(code.get().expires()) ? Decision.DONE : Decision.EXPIRED;
  }

  private Optional<Stored> find(UserCode userCode, DatasetId dataset) {
    return tx.first(
        "select * from device_code where user_code = ? and dataset = ?",
        DeviceCodes::stored,
        userCode.text(),
        dataset.text());
  }

  private void use(String hash) {
    tx.update("update device_code set state = 'used' where hash = ?", hash);
  }

  private long openCount(Instant now) {
    return tx.first(COUNT_OPEN, row -> row.getLong(1), now.toEpochMilli()).orElse(0L);
  }

  private long openCount(String source, Instant now) {
    return tx.first(
            COUNT_OPEN + " and source = ?", row -> row.getLong(1), now.toEpochMilli(), source)
        .orElse(0L);
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getString("hash"),
        new DatasetId(row.getString("dataset")),
        Dialect.valueOf(row.getString("dialect").toUpperCase(Locale.ROOT)),
        row.getString("client_id"),
        row.getString("label"),
        row.getString("state"),
        Optional.ofNullable(row.getString("entitlement")),
        row.getInt("poll_interval"),
        Instant.ofEpochMilli(row.getLong("next_poll")),
        Instant.ofEpochMilli(row.getLong("expires")));
  }
}
