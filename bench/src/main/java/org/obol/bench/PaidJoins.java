package org.obol.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.obol.crypto.Json;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.BundleReader;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.devnet.Anvil;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.TestAccounts;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.http.ServerConfig;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;
import org.obol.ledger.OwnerKeys;
import org.obol.ledger.PublishVersion;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.node.Node;
import org.obol.node.NodeConfig;
import org.obol.node.sale.Till;
import org.obol.x402.exact.ExactScheme;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.facilitator.EmbeddedFacilitator;
import org.obol.x402.facilitator.RpcWitness;
import org.obol.x402.gate.Policy;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;

/**
 * Sells one dataset on a chain that makes a block for each transaction and prints as JSON what a
 * challenge and a paid join take, in milliseconds: {@code FOLDER BUYERS CONNECTIONS}. Payments are
 * signed beforehand.
 */
public final class PaidJoins {

  private static final DatasetId ID = new DatasetId("bench");
  private static final int WARM_UP = 40;

  private PaidJoins() {}

  /** Runs once. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    Path folder = Path.of(args[0]);
    int buyers = Integer.parseInt(args[1]);
    int connections = Integer.parseInt(args[2]);
    try (Devnet devnet = Devnet.start(DevnetConfig.of(Anvil.install(folder.resolve("anvil"))));
        Ledger ledger = Ledger.open(new ObolHome(folder.resolve("home")));
        GasAccount gas =
            new GasAccount(
                devnet.client(),
                devnet.chain(),
                TestAccounts.key(5),
                GasAccountConfig.standard().pollingEvery(Duration.ofMillis(5)))) {
      publish(folder, ledger, devnet);
      try (Node node = node(folder, ledger, devnet, gas);
          HttpClient http = HttpClient.newHttpClient();
          ExecutorService threads = Executors.newFixedThreadPool(connections)) {
        URI join = URI.create("http://127.0.0.1:" + node.port() + "/dataset/bench/join/paid");
        double[] looking = run(threads, looks(http, join, 2_000));
        PaymentRequired challenge = challenge(http, join);
        double[] warmUp = run(threads, joins(http, join, devnet, challenge, WARM_UP));
        List<Callable<Double>> paying = joins(http, join, devnet, challenge, buyers);
        long start = System.nanoTime();
        double[] paid = run(threads, paying);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(
            "{\"buyers\":%d,\"connections\":%d,\"joins_per_second\":%.1f,\"join_p50\":%.1f,\"join_p99\":%.1f,\"challenge_p50\":%.2f,\"challenge_p99\":%.2f,\"warm_up\":%d}"
                .formatted(
                    buyers,
                    connections,
                    buyers / seconds,
                    at(paid, 0.5),
                    at(paid, 0.99),
                    at(looking, 0.5),
                    at(looking, 0.99),
                    warmUp.length));
      }
    }
  }

  private static void publish(Path folder, Ledger ledger, Devnet devnet) throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.jsonl"), "{\"text\":\"row\"}\n".repeat(99));
    InstantSource clock = InstantSource.system();
    new PublishVersion(ledger, keys(folder), clock)
        .publish(
            new PublishVersion.Request(
                ID,
                BundleReader.read(List.of(rows)),
                Card.EMPTY,
                Optional.empty(),
                Optional.empty()),
            bytes -> {});
    var payee = new Payee(devnet.chain().toString(), Devnet.TOKEN, TestAccounts.key(1).address());
    ledger
        .db()
        .write(
            tx -> {
              new Sales(tx)
                  .put(
                      new SaleTerms(ID, Price.flat("0.01"), payee, "USDC", "2", 6),
                      clock.instant());
              return true;
            });
  }

  private static OwnerKeys keys(Path folder) {
    return new OwnerKeys(
        new ObolHome(folder.resolve("home")).keys(), () -> Passphrase.of("not asked for"));
  }

  private static Node node(Path folder, Ledger ledger, Devnet devnet, GasAccount gas) {
    InstantSource clock = InstantSource.system();
    var till =
        new Till(
            devnet.chain().toString(),
            new EmbeddedFacilitator(devnet.chain(), devnet.client(), gas, clock),
            new RpcWitness(devnet.client(), Duration.ofMillis(20), Duration.ofSeconds(30), clock),
            new ExactScheme(devnet.client()),
            Policy.DEFAULT,
            UnaryOperator.identity());
    return Node.start(
        new Node.Environment(
            new ObolHome(folder.resolve("home")),
            ledger,
            keys(folder),
            clock,
            line -> {},
            url -> {},
            Optional.of(till)),
        NodeConfig.of(List.of(ID), ServerConfig.loopback()));
  }

  private static PaymentRequired challenge(HttpClient http, URI join) {
    HttpResponse<String> answer = send(http, HttpRequest.newBuilder(join).build(), 402);
    return PaymentRequired.parse(
        PaymentHeaders.decode(
            answer.headers().firstValue(PaymentHeaders.PAYMENT_REQUIRED).orElseThrow()));
  }

  private static List<Callable<Double>> looks(HttpClient http, URI join, int count) {
    List<Callable<Double>> looks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      looks.add(() -> timed(http, HttpRequest.newBuilder(join).build(), 402));
    }
    return looks;
  }

  private static List<Callable<Double>> joins(
      HttpClient http, URI join, Devnet devnet, PaymentRequired challenge, int count) {
    List<Callable<Double>> joins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PrivateKey buyer = PrivateKey.generate();
      devnet.mint(buyer.address(), BigInteger.valueOf(10_000));
      Json.Obj payment =
          new ExactSigner(buyer).pay(challenge, challenge.accepts().getFirst()).json();
      HttpRequest request =
          HttpRequest.newBuilder(join)
              .POST(HttpRequest.BodyPublishers.noBody())
              .header(PaymentHeaders.PAYMENT_SIGNATURE, PaymentHeaders.encode(payment))
              .build();
      joins.add(() -> timed(http, request, 200));
    }
    return joins;
  }

  private static double timed(HttpClient http, HttpRequest request, int status) {
    long start = System.nanoTime();
    HttpResponse<String> answer = send(http, request, status);
    return answer.body().isEmpty() ? Double.NaN : (System.nanoTime() - start) / 1e6;
  }

  private static HttpResponse<String> send(HttpClient http, HttpRequest request, int status) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != status) {
        throw new IOException("refused: " + answer.statusCode());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double[] run(ExecutorService threads, List<Callable<Double>> work)
      throws InterruptedException, ExecutionException {
    double[] took = new double[work.size()];
    int i = 0;
    for (Future<Double> done : threads.invokeAll(work)) {
      took[i++] = done.get();
    }
    Arrays.sort(took);
    return took;
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * quantile))];
  }
}
