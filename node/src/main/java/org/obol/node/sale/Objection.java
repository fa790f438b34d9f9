package org.obol.node.sale;

import org.obol.dataset.entitlement.Entitlement;

/** Why a payer cannot buy a version now. */
public sealed interface Objection {

  /** They have it already. */
  record Entitled(Entitlement entitlement) implements Objection {}

  /** The owner has shut them out. */
  record ShutOut(Entitlement entitlement) implements Objection {}
}
