package org.obol.ledger;

import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;

/**
 * A dataset of this owner.
 *
 * @param groupId name of the members' group on the wire of the reference
 * @param publicLog whether log and manifests are shown to everybody, not only to members
 */
public record Dataset(
    DatasetId id, Address owner, String groupId, Membership membership, boolean publicLog) {

  /** How one becomes a member. */
  public enum Membership {
    /** The owner approves each one. */
    INVITE,
    /** Whoever asks. */
    OPEN;

    /** The lowercase name used on the command line and on the wire. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
