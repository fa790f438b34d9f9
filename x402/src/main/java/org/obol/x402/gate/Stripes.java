package org.obol.x402.gate;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A fixed number of locks; equal keys get the same one, others may. */
final class Stripes {

  private final Lock[] locks = new Lock[64];

  Stripes() {
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new ReentrantLock();
    }
  }

  Lock of(Object key) {
    return locks[Math.floorMod(key.hashCode(), locks.length)];
  }
}
