package org.obol.cli.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.evm.ChainId;
import org.obol.ledger.ObolHome;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * {@code run/devnet.json}: where the local chain listens and which token it has. It is there as
 * long as {@code obol devnet} runs, and left behind when that is killed.
 *
 * @param rpc the chain's JSON-RPC on this machine
 * @param token the test dollar
 */
public record DevnetFile(URI rpc, Token token) {

  private static final int LONGEST = 1 << 16;

  /** What the file in {@code home} says; empty when no local chain runs. */
  public static Optional<DevnetFile> read(ObolHome home) {
    try {
      return Files.exists(home.devnetFile())
          ? Optional.of(parse(JsonReader.read(Files.readAllBytes(home.devnetFile()), LONGEST)))
          : Optional.empty();
    } catch (IOException | JsonException | IllegalArgumentException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          home.devnetFile() + " cannot be read; remove it and start obol devnet again",
          e);
    }
  }

  /** USDC where it is known, and the test dollar of the chain that runs now, if there is one. */
  public static KnownTokens tokens(ObolHome home) {
    return read(home).map(file -> KnownTokens.USDC.with(file.token())).orElse(KnownTokens.USDC);
  }

  /**
   * What the file in {@code home} says.
   *
   * @throws ObolException when no local chain runs
   */
  public static DevnetFile require(ObolHome home) {
    return read(home)
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.FAILED,
                    "no local chain runs: start one in another terminal with: obol devnet"));
  }

  private static DevnetFile parse(Json json) {
    Json.Obj file = json.asObject("devnet.json");
    return new DevnetFile(
        URI.create(file.requireText("rpc")),
        new Token(
            ChainId.parse(file.requireText("network")),
            Address.parse(file.requireText("asset")),
            file.requireText("symbol"),
            file.requireText("name"),
            file.requireText("version"),
            Math.toIntExact(file.requireInteger("decimals"))));
  }

  /** The members of the file. */
  public Json.Obj json() {
    return Json.object()
        .put("rpc", rpc.toString())
        .put("network", token.chain().toString())
        .put("chainId", token.chain().value())
        .put("asset", token.address().checksummed())
        .put("symbol", token.symbol())
        .put("name", token.name())
        .put("version", token.version())
        .put("decimals", token.decimals())
        .build();
  }

  /** Writes the file, readable by its owner only. */
  public void write(ObolHome home) {
    DurableFile.write(home.devnetFile(), json().utf8(), DurableFile.OWNER_ONLY);
  }

  /** Removes the file, unless another chain has replaced it. */
  public void remove(ObolHome home) {
    try {
      if (Files.exists(home.devnetFile())
          && Arrays.equals(Files.readAllBytes(home.devnetFile()), json().utf8())) {
        Files.delete(home.devnetFile());
      }
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot remove " + home.devnetFile(), e);
    }
  }
}
