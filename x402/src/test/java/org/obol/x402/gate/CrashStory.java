package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.obol.crypto.Sha256;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.PaymentStoreContractTest.Access;

/**
 * A random story of buyers, strangers, facilitators, blocks and deaths around one gate, and what
 * must be true in the end. Everything follows from the seed.
 */
final class CrashStory {

  /** What can happen. */
  private enum Event {
    BUYER,
    STRANGER,
    KILL,
    KILL_AT_STATE,
    RECONCILE,
    MINE,
    REORG,
    OUTRUN,
    CANCEL,
    MOOD,
    VERIFY_MOOD,
    SEND,
    BLIND,
    TIME,
    PATIENCE
  }

  private final SplittableRandom random;
  private final GateRig rig;
  private final boolean ownPayee;
  private final List<Buyer> buyers = new ArrayList<>();
  private final Map<PaymentKey, Integer> firsts = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private int deaths;

  CrashStory(long seed) {
    random = new SplittableRandom(seed);
    ownPayee = random.nextInt(4) > 0;
    long confirmations = random.nextInt(3) == 0 ? 2 : 1;
    var tier = new Policy.Tier(org.obol.x402.wire.AtomicAmount.of(1), confirmations);
    rig = new GateRig(new Policy(List.of(tier), ownPayee, Policy.DEFAULT.settleAgainAfter()));
    rig.payments.onFulfil =
        p -> assertThat(rig.chain.use(p.key())).as("fulfilled without a transfer").isPresent();
    for (int i = 1; i <= 2; i++) {
      // On a shared payee only a commitment tells what a stranger's transfer was for.
      buyers.add(ownPayee && random.nextBoolean() ? rig.unaware(i) : rig.aware(i));
    }
  }

  /** Tells it to its end. */
  void play() {
    int length = random.nextInt(4, 24);
    for (int i = 0; i < length; i++) {
      boolean buys = random.nextInt(5) == 0;
      one(buys ? Event.BUYER : any(Event.values()));
    }
    quiesce();
    for (Buyer buyer : buyers) {
      judge(buyer);
    }
  }

  /** What has happened so far. */
  String text() {
    return "own payee " + ownPayee + ": " + String.join(", ", told);
  }

  /** What became of the payments. */
  List<KillPoint> ends() {
    return rig.payments.all().stream().map(row -> KillPoint.of(row.state())).toList();
  }

  /** How often the process has died. */
  int deaths() {
    return deaths;
  }

  private void one(Event event) {
    Buyer buyer = buyers.get(random.nextInt(buyers.size()));
    told.add(event + " " + buyer.key().payer().hex().substring(40));
    switch (event) {
      case BUYER -> alive(() -> visit(rig.shop, buyer.presents(), buyer, false));
      case STRANGER -> alive(() -> stranger(buyer));
      case KILL -> rig.kill.after(random.nextInt(16));
      case KILL_AT_STATE -> {
        KillPoint point = any(KillPoint.values());
        String step = random.nextBoolean() ? point.before() : point.after();
        told.add(step);
        rig.kill.at(step);
      }
      case RECONCILE ->
          alive(random.nextBoolean() ? rig::reconcile : rig.running()::reconcileUnsettled);
      case MINE -> rig.mine(1);
      case REORG -> {
        boolean keep = random.nextInt(3) > 0;
        told.add("keeping " + keep);
        rig.chain.reorganise(random.nextInt(1, ModelChain.FINALITY), keep);
      }
      case OUTRUN -> outrun(buyer, true);
      case CANCEL -> outrun(buyer, random.nextInt(4) > 0);
      case MOOD -> {
        rig.facilitator.settles = any(ModelFacilitator.Settles.values());
        told.add(rig.facilitator.settles.name());
      }
      case VERIFY_MOOD -> {
        rig.facilitator.verifies = any(ModelFacilitator.Verifies.values());
        told.add(rig.facilitator.verifies.name());
      }
      case SEND -> rig.facilitator.send();
      case BLIND -> rig.witness.blind = random.nextBoolean();
      case TIME -> rig.clock.forward(random.nextInt(1, 200));
      case PATIENCE -> rig.witness.patience = random.nextInt(3);
    }
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  /** Who was never given an authorization cannot use it. */
  private void outrun(Buyer buyer, boolean pays) {
    if (rig.payments.find(buyer.key()).isPresent()) {
      String ignored =
          pays
              ? rig.chain.transfer(buyer.authorization())
              : rig.chain.send(buyer.authorization(), Optional.empty());
    }
  }

  /**
   * A stranger knows what is on the chain; of an aware buyer, whose nonce protects it, anything.
   */
  private void stranger(Buyer buyer) {
    boolean visible = rig.chain.use(buyer.key()).isPresent();
    if (!visible && buyer.secret().isEmpty()) {
      return;
    }
    ModelShop shop = random.nextBoolean() ? rig.shop : rig.other;
    Buyer thief =
        random.nextBoolean()
            ? buyer.knowing(Optional.empty())
            : buyer.knowing(Optional.of(Sha256.hash("a thief's secret")));
    Presented stolen = thief.presents(shop.offered.requirements(), "signed", Optional.empty());
    visit(shop, stolen, buyer, visible);
  }

  private void visit(ModelShop shop, Presented presented, Buyer buyer, boolean visible) {
    boolean stranger = !presented.proven().equals(buyer.secret()) || visible;
    GateAnswer<String> answer = rig.running().answer(shop, presented);
    told.add("-> " + answer.getClass().getSimpleName());
    if (answer instanceof GateAnswer.Paid<String> paid) {
      told.add(paid.proof().name());
      if (paid.proof() == Proof.FIRST) {
        assertThat(firsts.merge(buyer.key(), 1, Integer::sum)).as("times first").isOne();
      }
      if (visible) {
        boolean knows = presented.proven().isPresent();
        // Its own secret is all that a thief can prove, and that only while no signer has spoken.
        assertThat(paid.proof())
            .as("a stranger with what is on the chain")
            .isIn(
                knows && thievesRow(buyer)
                    ? List.of(Proof.NONE, Proof.CLAIM)
                    : List.of(Proof.NONE));
      }
      if (!stranger && buyer.secret().isPresent()) {
        assertThat(paid.proof()).as("its signer").isNotEqualTo(Proof.NONE);
        assertThat(rig.payments.access(paid.state().goods())).isEqualTo(Access.OPEN);
        assertThat(paid.payment().binding().offer()).isEqualTo(rig.shop.offered.id());
      }
    }
  }

  /** Whether a thief was the first to present it, when it was on no chain. */
  private boolean thievesRow(Buyer buyer) {
    return rig.payments.find(buyer.key()).stream()
        .anyMatch(row -> row.binding().claim().isPresent() && !row.binding().committed());
  }

  private void alive(Runnable work) {
    try {
      work.run();
    } catch (Killed death) {
      told.add("killed " + death.getMessage());
      deaths++;
      rig.restart();
    }
  }

  /** Everybody is honest, the process lives, and time passes until nothing can change any more. */
  private void quiesce() {
    if (random.nextInt(4) == 0) {
      told.add("too late");
      rig.expire();
    }
    told.add("quiet");
    rig.restart();
    rig.facilitator.settles = ModelFacilitator.Settles.HONESTLY;
    rig.facilitator.verifies = ModelFacilitator.Verifies.HONESTLY;
    rig.witness.blind = false;
    rig.witness.patience = 2;
    rig.facilitator.send();
    for (int i = 0; i < 3; i++) {
      assertThat(rig.reconcile()).isZero();
      rig.mine(2);
      rig.clock.forward(61);
    }
    rig.expire();
    for (int i = 0; i < 3; i++) {
      assertThat(rig.reconcile()).isZero();
      rig.mine(ModelChain.FINALITY);
    }
    // Who can prove to be the signer asks once more.
    for (Buyer buyer : buyers) {
      if (buyer.secret().isPresent()) {
        visit(rig.shop, buyer.presents(), buyer, false);
      }
    }
    assertThat(rig.reconcile()).isZero();
  }

  private void judge(Buyer buyer) {
    Optional<PaymentRecord> row = rig.payments.find(buyer.key());
    var open =
        rig.payments.goods().values().stream()
            .filter(g -> g.payment().equals(buyer.key()) && g.access() == Access.OPEN)
            .toList();
    if (row.isEmpty()) {
      assertThat(open).isEmpty();
      return;
    }
    boolean moved = rig.chain.paid(buyer.key()).isPresent();
    boolean counted = moved && (row.get().binding().committed() || (row.get().asked() && ownPayee));
    assertThat(row.get().state().isOver()).as("over: " + row.get().state()).isTrue();
    assertThat(row.get().state() instanceof PaymentState.Fulfilled)
        .as("fulfilled if and only if paid: " + row.get().state() + ", moved " + moved)
        .isEqualTo(counted);
    assertThat(open).hasSize(counted ? 1 : 0);
    if (counted && buyer.secret().isPresent()) {
      assertThat(open.getFirst().offer()).isEqualTo(rig.shop.offered.id());
    }
  }
}
