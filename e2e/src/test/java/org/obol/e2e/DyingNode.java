package org.obol.e2e;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.evm.JsonRpc;
import org.obol.evm.Rpc;
import org.obol.evm.RpcConfig;
import org.obol.ledger.ObolHome;
import org.obol.x402.gate.PaymentKey;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.PaymentState;
import org.obol.x402.gate.PaymentStore;
import org.obol.x402.gate.Settlement;

/**
 * A node as a process of its own that halts at one point of a purchase, or whose connection to the
 * chain breaks. It prints its URL when it serves.
 */
final class DyingNode {

  private DyingNode() {}

  /** Arguments: URL of the chain, a {@link KillPoint} or a {@link BrokenRpc.Cut}. */
  public static void main(String[] args) throws Exception {
    Path home = ObolHome.of(System.getenv()).root();
    Rpc chain = new JsonRpc(RpcConfig.of(URI.create(args[0])));
    Optional<KillPoint> end = named(KillPoint.values(), args[1]);
    TestTill till =
        named(BrokenRpc.Cut.values(), args[1])
            .map(cut -> TestTill.of(new BrokenRpc(chain, cut)))
            .orElseGet(
                () ->
                    TestTill.of(new DyingRpc(chain, end))
                        .storing(store -> new DyingStore(store, end)));
    try (Market market = Market.at(home);
        Front front = market.start(till.build(market.clock()), line -> answering(line, end))) {
      System.out.println("URL " + front.url());
      new CountDownLatch(1).await();
    }
  }

  private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
    return List.of(values).stream().filter(value -> value.name().equals(name)).findFirst();
  }

  /** The line of the access log is written when an answer is ready and not yet sent. */
  private static void answering(String line, Optional<KillPoint> end) {
    if (line.contains("/join/paid 402 ")) {
      KillPoint.OFFER_STORED.reached(end);
    } else if (line.contains("/join/paid 200 ")) {
      KillPoint.BEFORE_ANSWER.reached(end);
    }
  }

  private record DyingRpc(Rpc real, Optional<KillPoint> end) implements Rpc {

    @Override
    public Json call(String method, Json... params) {
      boolean broadcast = method.equals("eth_sendRawTransaction");
      if (broadcast) {
        KillPoint.BEFORE_BROADCAST.reached(end);
      }
      Json answer = real.call(method, params);
      if (broadcast) {
        KillPoint.AFTER_BROADCAST.reached(end);
      } else if (method.equals("eth_getTransactionReceipt") && !(answer instanceof Json.Null)) {
        KillPoint.AFTER_RECEIPT.reached(end);
      }
      return answer;
    }
  }

  private record DyingStore(PaymentStore real, Optional<KillPoint> end) implements PaymentStore {

    private PaymentRecord stored(PaymentRecord record) {
      KillPoint.after(record.state()).reached(end);
      return record;
    }

    @Override
    public Optional<PaymentRecord> find(PaymentKey key) {
      return real.find(key);
    }

    @Override
    public Claimed claim(PaymentRecord fresh) {
      Claimed claimed = real.claim(fresh);
      if (claimed instanceof Claimed.New) {
        KillPoint.after(fresh.state()).reached(end);
      }
      return claimed;
    }

    @Override
    public boolean advance(PaymentRecord from, PaymentState to) {
      boolean moved = real.advance(from, to);
      if (moved) {
        KillPoint.after(to).reached(end);
      }
      return moved;
    }

    @Override
    public PaymentRecord fulfil(PaymentKey key, Settlement settlement) {
      return stored(real.fulfil(key, settlement));
    }

    @Override
    public PaymentRecord suspend(PaymentKey key) {
      return stored(real.suspend(key));
    }

    @Override
    public PaymentRecord rebind(PaymentRecord to) {
      return stored(real.rebind(to));
    }

    @Override
    public List<PaymentKey> underWay(Address payer) {
      return real.underWay(payer);
    }

    @Override
    public List<PaymentKey> unsettled() {
      return real.unsettled();
    }

    @Override
    public List<PaymentKey> open(Instant now) {
      return real.open(now);
    }
  }
}
