package org.obol.x402;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Anvil;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.TestAccounts;
import org.obol.evm.ChainId;
import org.obol.x402.token.Token;
import org.obol.x402.wire.PaymentRequirements;

/** The chain that tests pay on and who meets there. */
public final class Chain {

  /** Base Sepolia's number, so that version 1 has a name for it. */
  public static final ChainId ID = new ChainId(84532);

  /** The dollar. */
  public static final Token DOLLAR = new Token(ID, Devnet.TOKEN, "USDC", "USDC", "2", 6);

  /** Who pays for gas. */
  public static final PrivateKey FACILITATOR = TestAccounts.key(1);

  /** Who buys. */
  public static final PrivateKey BUYER = TestAccounts.key(2);

  /** Who is paid. */
  public static final Address SELLER = TestAccounts.key(3).address();

  private Chain() {}

  /** Starts it. */
  public static Devnet start() {
    Path shared = Path.of("..", "devnet", "target", "anvil");
    return Devnet.start(DevnetConfig.of(Anvil.install(shared)).onChain(ID));
  }

  /** An offer of so many atomic units of the dollar. */
  public static PaymentRequirements offer(long amount) {
    return new PaymentRequirements(
        Json.object()
            .put("scheme", "exact")
            .put("network", ID.toString())
            .put("amount", String.valueOf(amount))
            .put("asset", Devnet.TOKEN.checksummed())
            .put("payTo", SELLER.checksummed())
            .put("maxTimeoutSeconds", 120)
            .put("extra", DOLLAR.extra())
            .build());
  }

  /** The same offer with another member. */
  public static PaymentRequirements with(PaymentRequirements offer, String key, Json value) {
    var members = new LinkedHashMap<>(offer.json().members());
    members.put(key, value);
    return new PaymentRequirements(new Json.Obj(members));
  }
}
