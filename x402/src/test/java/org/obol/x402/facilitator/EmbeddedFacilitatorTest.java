package org.obol.x402.facilitator;

/** The contract, in this process. */
final class EmbeddedFacilitatorTest extends FacilitatorContractTest {

  @Override
  Facilitator open(Facilitator embedded) {
    return embedded;
  }

  @Override
  void close() {}
}
