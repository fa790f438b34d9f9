package org.obol.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What a {@link BrokenWire} does to one answer. */
sealed interface Fault {

  /** Passes it on as it is. */
  record None() implements Fault {}

  /** Closes the connection after so many bytes of the body: with FIN, or with RST. */
  record Cut(long after, boolean reset) implements Fault {}

  /** Falls silent for a while after so many bytes. */
  record Stall(long after, long millis) implements Fault {}

  /** Turns one bit of the byte there, or of the last one when the body is shorter. */
  record Flip(long at) implements Fault {}

  /** Claims that the part begins elsewhere, or that the whole is longer. */
  record ContentRange(long shift, long more) implements Fault {}

  /** Answers with another version; {@code lying} under the ETag that was asked for. */
  record OtherVersion(boolean lying) implements Fault {}

  /** Sends so many bytes of the body one by one. */
  record Drip(long bytes) implements Fault {}

  /** Sends bytes that are no HTTP. */
  record Garbage(long seed) implements Fault {}

  static Fault random(SplittableRandom random, long size) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Cut(random.nextLong(size / 2), random.nextBoolean());
      case 2 -> new Stall(random.nextLong(size / 2), random.nextLong(1, 1200));
      case 3 -> new Flip(random.nextLong(size));
      case 4 -> new ContentRange(random.nextLong(-1, 2) << 20, random.nextLong(1, 2000));
      case 5 -> new OtherVersion(random.nextBoolean());
      case 6 -> new Drip(random.nextLong(1, 3000));
      default -> new Garbage(random.nextLong());
    };
  }

  /** Some faults among clean answers. */
  static List<Fault> some(SplittableRandom random, long size) {
    List<Fault> faults = new ArrayList<>();
    int count = random.nextInt(1, 7);
    while (count > 0) {
      boolean clean = random.nextInt(3) == 0;
      faults.add(clean ? new None() : random(random, size));
      count -= clean ? 0 : 1;
    }
    return List.copyOf(faults);
  }

  /** One that never ends, and that a buyer gives up on soon. */
  static Fault lasting(SplittableRandom random, long size) {
    // Without any progress a buyer is patient for half a minute or more.
    return switch (random.nextInt(Seed.LONG ? 4 : 3)) {
      case 3 -> new Cut(0, random.nextBoolean());
      case 0 -> new Flip(random.nextLong(size));
      case 1 -> new ContentRange(1 << 20, 0);
      default -> new OtherVersion(random.nextBoolean());
    };
  }
}
