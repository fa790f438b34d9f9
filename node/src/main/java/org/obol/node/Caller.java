package org.obol.node;

import org.obol.dataset.entitlement.Entitlement;

/** Who sent a request, as far as its bearer token tells. */
sealed interface Caller {

  /** The owner, on the admin listener only. */
  record Owner() implements Caller {}

  /** The holder of a token that points at this entitlement, whatever its state and dataset. */
  record Holder(Entitlement entitlement) implements Caller {}

  /** No token was sent. */
  record Anonymous() implements Caller {}

  /** A token was sent that nobody issued, or that has died. */
  record Stranger() implements Caller {}
}
