package org.obol.x402.gate;

/** A state around whose storing a process is killed; each state of a payment has one. */
enum KillPoint {
  RECEIVED,
  VERIFIED,
  SETTLING,
  SETTLED,
  FULFILLED,
  REJECTED,
  SUSPENDED;

  /** A new state does not compile here without its kill point. */
  static KillPoint of(PaymentState state) {
    return switch (state) {
      case PaymentState.Received ignored -> RECEIVED;
      case PaymentState.Verified ignored -> VERIFIED;
      case PaymentState.Settling ignored -> SETTLING;
      case PaymentState.Settled ignored -> SETTLED;
      case PaymentState.Fulfilled ignored -> FULFILLED;
      case PaymentState.Rejected ignored -> REJECTED;
      case PaymentState.Suspended ignored -> SUSPENDED;
    };
  }

  String before() {
    return "before storing " + name();
  }

  String after() {
    return "after storing " + name();
  }
}
