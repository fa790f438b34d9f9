package org.obol.devnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.evm.HexBytes;

/**
 * A contract as build/solidity compiled it.
 *
 * @param initCode what creates it, before its constructor's arguments
 * @param code what the chain keeps, where the constructor sets nothing in it
 */
public record CompiledContract(String name, HexBytes initCode, HexBytes code) {

  private static final long LARGEST = 1 << 20;

  /**
   * The contract of that name in devnet/src/main/solidity.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static CompiledContract of(String name) {
    Json.Obj contract =
        resource()
            .object("contracts")
            .flatMap(contracts -> contracts.object(name))
            .orElseThrow(() -> new IllegalArgumentException("no contract " + name));
    return new CompiledContract(
        name,
        HexBytes.parse(contract.requireText("initCode")),
        HexBytes.parse(contract.requireText("code")));
  }

  private static Json.Obj resource() {
    try (var in =
        Objects.requireNonNull(CompiledContract.class.getResourceAsStream("contracts.json"))) {
      return JsonReader.read(in.readAllBytes(), LARGEST).asObject("contracts.json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
