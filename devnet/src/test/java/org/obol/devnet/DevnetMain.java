package org.obol.devnet;

import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Starts a chain, prints the ids of its processes, and waits to be killed. */
final class DevnetMain {

  private DevnetMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Devnet devnet = Devnet.start(TestChain.config());
    System.out.println(
        devnet.processes().stream()
            .map(process -> String.valueOf(process.pid()))
            .collect(Collectors.joining(" ")));
    new CountDownLatch(1).await();
  }
}
