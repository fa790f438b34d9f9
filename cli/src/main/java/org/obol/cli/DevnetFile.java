package org.obol.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.evm.ChainId;
import org.obol.ledger.ObolHome;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * The local chain that {@code obol devnet} runs, as its file {@code run/devnet.json} tells of it.
 *
 * @param rpc where it answers
 * @param token the test dollar on it
 */
public record DevnetFile(URI rpc, Token token) {

  private static final long MAX_BYTES = 64 << 10;

  /**
   * The chain that runs now, if there is one.
   *
   * @throws ObolException when the file cannot be read
   */
  public static Optional<DevnetFile> find(ObolHome home) {
    Path file = home.run().resolve("devnet.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          read(JsonReader.read(Files.readAllBytes(file), MAX_BYTES).asObject("the file")));
    } catch (IOException | JsonException | IllegalArgumentException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          file + " does not tell of a devnet: " + e.getMessage() + ". Delete it",
          e);
    }
  }

  /** USDC where it is known, and the test dollar of the chain that runs now, if there is one. */
  public static KnownTokens tokens(ObolHome home) {
    return find(home).map(devnet -> KnownTokens.USDC.with(devnet.token())).orElse(KnownTokens.USDC);
  }

  private static DevnetFile read(Json.Obj json) {
    return new DevnetFile(
        URI.create(json.requireText("rpc")),
        new Token(
            ChainId.parse(json.requireText("network")),
            Address.parse(json.requireText("asset")),
            json.requireText("symbol"),
            json.requireText("name"),
            json.requireText("version"),
            Math.toIntExact(json.requireInteger("decimals"))));
  }
}
