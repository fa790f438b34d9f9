package org.obol.x402.facilitator;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.devnet.Devnet;
import org.obol.devnet.TestAccounts;
import org.obol.evm.BlockTag;
import org.obol.evm.ContractFunction;
import org.obol.evm.Eip3009Token;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.HexBytes;
import org.obol.evm.TransactionRequest;
import org.obol.x402.Chain;
import org.obol.x402.exact.Authorization;
import org.obol.x402.exact.ExactPayload;
import org.obol.x402.exact.ExactPayment;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.exact.PaymentSignature;
import org.obol.x402.wire.AtomicAmount;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.ResourceInfo;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;
import org.obol.x402.wire.VerifyResponse;

/** A facilitator on a real chain, and payments for it. */
abstract class FacilitatorFixture {

  static Devnet devnet;

  private String snapshot = "";
  private GasAccount account;
  FaultyRpc rpc;
  Facilitator facilitator;

  /** The facilitator under test, in front of that one or that one itself. */
  abstract Facilitator open(Facilitator embedded) throws Exception;

  abstract void close();

  @BeforeAll
  static void startChain() {
    devnet = Chain.start();
  }

  @AfterAll
  static void stopChain() {
    devnet.close();
  }

  @BeforeEach
  void start() throws Exception {
    snapshot = devnet.controls().snapshot();
    rpc = new FaultyRpc(devnet.client().rpc());
    var client = new EvmClient(rpc);
    account =
        new GasAccount(
            client,
            Chain.ID,
            Chain.FACILITATOR,
            GasAccountConfig.standard()
                .pollingEvery(Duration.ofMillis(10))
                .givingUpAfter(Duration.ofSeconds(2)));
    facilitator = open(new EmbeddedFacilitator(Chain.ID, client, account, Instant::now));
  }

  @AfterEach
  void stop() {
    close();
    account.close();
    devnet.controls().setAutomine(true);
    devnet.controls().revert(snapshot);
  }

  PaymentPayload pay(PaymentRequirements offer) {
    return signer(Chain.BUYER).pay(offer, none(), empty());
  }

  static ExactSigner signer(PrivateKey key) {
    return new ExactSigner(key);
  }

  PaymentPayload byWallet(Address wallet, PrivateKey owner, int extraBytes) {
    PaymentPayload template = pay(Chain.offer(1));
    ExactPayment read = ExactPayment.read(template, template.accepted()).orElseThrow();
    var authorization =
        new Authorization(
            wallet,
            Chain.SELLER,
            AtomicAmount.of(1),
            BigInteger.ZERO,
            read.authorization().validBefore(),
            read.authorization().nonce());
    byte[] digest = authorization.digest(Chain.DOLLAR.domain()).bytes();
    HexBytes signature =
        PaymentSignature.of(Secp256k1.sign(digest, owner))
            .bytes()
            .then(HexBytes.of(new byte[extraBytes]));
    var payload = new ExactPayload(authorization, new PaymentSignature(signature));
    return new PaymentPayload(
        Json.object()
            .put("x402Version", 2)
            .put("payload", payload.json())
            .put("accepted", template.accepted().json())
            .build());
  }

  void sendElsewhere(PaymentPayload payment) {
    ExactPayment read = ExactPayment.read(payment, payment.accepted()).orElseThrow();
    try (GasAccount other = devnet.gasAccount(TestAccounts.key(5))) {
      other.execute(
          TransactionRequest.call(
              Devnet.TOKEN,
              Eip3009Token.transferCall(
                  read.authorization().transfer(), read.signature().bytes())));
    }
  }

  /** Uses the nonce up for nothing, as its payer may. */
  void cancel(PaymentPayload payment) {
    ExactPayment read = ExactPayment.read(payment, payment.accepted()).orElseThrow();
    Bytes32 nonce = read.authorization().nonce();
    Bytes32 struct =
        Eip712.structHash(
            Eip712.typeHash("CancelAuthorization(address authorizer,bytes32 nonce)"),
            List.of(Eip712.word(read.payer()), nonce));
    Bytes32 domain = new Eip3009Token(devnet.client(), Devnet.TOKEN).domainSeparator();
    HexBytes signature =
        PaymentSignature.of(Secp256k1.sign(Eip712.digest(domain, struct).bytes(), Chain.BUYER))
            .bytes();
    var call = new ContractFunction("cancelAuthorization(address,bytes32,bytes)", "()");
    try (GasAccount other = devnet.gasAccount(TestAccounts.key(5))) {
      other.execute(
          TransactionRequest.call(Devnet.TOKEN, call.encode(read.payer(), nonce, signature)));
    }
  }

  /** A wallet with money that signs everything, after counting down from {@code rounds}. */
  Address walletThatBurns(int rounds) {
    var wallet = new Address("0x" + "%040x".formatted(0xb000_0000L + rounds));
    // PUSH3 rounds; JUMPDEST; minus 1; again unless 0; POP; return the magic value of EIP-1271
    devnet
        .controls()
        .setCode(
            wallet,
            new HexBytes(
                "0x62%06x".formatted(rounds)
                    + "5b600190038060045750"
                    + "631626ba7e60e01b60005260206000f3"));
    devnet.mint(wallet, BigInteger.TEN);
    return wallet;
  }

  String invalid(PaymentPayload payment, PaymentRequirements requirements) {
    var invalid = (VerifyResponse.Invalid) facilitator.verify(payment, requirements);
    return invalid.reason().code();
  }

  String failure(PaymentPayload payment) {
    return failure(payment, payment.accepted());
  }

  String failure(PaymentPayload payment, PaymentRequirements requirements) {
    SettleResponse response = facilitator.settle(payment, requirements);
    return ((Outcome.Failed) response.outcome()).reason().code();
  }

  static String catchUnavailable(Runnable action) {
    try {
      action.run();
    } catch (FacilitatorUnavailableException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("it answered");
  }

  static <T> List<T> atOnce(int times, Callable<T> action) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        running.add(threads.submit(action));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    }
  }

  long received() {
    return new Eip3009Token(devnet.client(), Devnet.TOKEN)
        .erc20()
        .balanceOf(Chain.SELLER)
        .subtract(Devnet.ENDOWMENT)
        .longValueExact();
  }

  static long transactions() {
    return devnet.client().transactionCount(Chain.FACILITATOR.address(), BlockTag.Named.LATEST);
  }

  static Optional<String> payer() {
    return Optional.of(Chain.BUYER.address().checksummed());
  }

  static Optional<ResourceInfo> none() {
    return Optional.empty();
  }

  static Json.Obj empty() {
    return Json.object().build();
  }
}
