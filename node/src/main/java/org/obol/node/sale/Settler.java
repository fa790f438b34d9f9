package org.obol.node.sale;

import org.obol.crypto.PrivateKey;
import org.obol.x402.facilitator.HttpFacilitatorConfig;

/** Who brings payments onto the chain. */
public sealed interface Settler {

  /** This process, with an account that pays for gas. */
  record Embedded(PrivateKey gasKey) implements Settler {}

  /** A facilitator somewhere else. */
  record Remote(HttpFacilitatorConfig config) implements Settler {}
}
