package org.obol.dataset.entitlement;

import java.util.Optional;
import org.obol.dataset.DatasetId;

/**
 * The one place that decides whether a version may be had: active, in range, of this dataset, and
 * the version live (protocol section 5).
 */
public final class Gate {

  private Gate() {}

  /** The answer to "may this holder have that version". */
  public enum Decision {
    /** Yes. */
    ALLOWED,
    /** The holder is no member of this dataset, or not any more. */
    NOT_A_MEMBER,
    /** A member, but not for this version. */
    NOT_ENTITLED,
    /** The owner has withdrawn the version. */
    WITHDRAWN
  }

  /** Whether {@code holder} is an active member of {@code dataset}, whatever the version. */
  public static boolean isMember(Optional<Entitlement> holder, DatasetId dataset) {
    return holder
        .filter(e -> e.dataset().equals(dataset))
        .filter(e -> e.state() instanceof Entitlement.State.Active)
        .isPresent();
  }

  /** Decides for one version; a withdrawn version is closed to everybody. */
  public static Decision decide(
      Optional<Entitlement> holder, DatasetId dataset, long version, boolean withdrawn) {
    if (!isMember(holder, dataset)) {
      return Decision.NOT_A_MEMBER;
    }
    if (!holder.map(e -> e.covers(version)).orElse(false)) {
      return Decision.NOT_ENTITLED;
    }
    return withdrawn ? Decision.WITHDRAWN : Decision.ALLOWED;
  }
}
