package org.obol.dataset.entitlement;

import java.time.Instant;
import java.util.Optional;
import org.obol.dataset.DatasetId;

/**
 * The right of one subject to some versions of one dataset. Tokens point at it; it is never a token
 * itself.
 *
 * @param id stable name, used to revoke it
 * @param subject payer address, or the label a member gave
 */
public record Entitlement(
    String id,
    DatasetId dataset,
    String subject,
    VersionRange versions,
    Source source,
    State state,
    Instant created) {

  /** How it came about. */
  public enum Source {
    /** A settled payment. */
    PAID,
    /** The owner's approval of a device code. */
    APPROVED,
    /** Open membership. */
    OPEN,
    /** Taken over from a store of the reference. */
    IMPORTED
  }

  /** Whether it counts. */
  public sealed interface State {
    /** It counts. */
    record Active() implements State {}

    /** It does not count until the owner says so again. */
    record Suspended(String reason, Instant since) implements State {}

    /** It never counts again. */
    record Revoked(String reason, Instant since) implements State {}
  }

  /** Whether this entitlement opens {@code version}, which must also be live (see {@link Gate}). */
  public boolean covers(long version) {
    return state instanceof State.Active && versions.contains(version);
  }

  /** Why it does not count, if it does not. */
  public Optional<String> reason() {
    return switch (state) {
      case State.Active ignored -> Optional.empty();
      case State.Suspended s -> Optional.of(s.reason());
      case State.Revoked r -> Optional.of(r.reason());
    };
  }
}
