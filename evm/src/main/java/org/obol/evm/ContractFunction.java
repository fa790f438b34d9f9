package org.obol.evm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.obol.crypto.Keccak;

/**
 * A function of a contract: its signature, such as {@code balanceOf(address)}, and the types it
 * returns.
 */
public final class ContractFunction {

  private final String signature;
  private final HexBytes selector;
  private final AbiTypes parameters;
  private final AbiTypes results;

  /**
   * A function.
   *
   * @param signature the name and the canonical parameter types, as they are hashed
   * @param results the returned types in parentheses
   * @throws IllegalArgumentException when one is malformed
   */
  public ContractFunction(String signature, String results) {
    int start = signature.indexOf('(');
    if (start <= 0) {
      throw new IllegalArgumentException("not a function's signature: \"" + signature + "\"");
    }
    this.signature = signature;
    this.parameters = AbiTypes.of(signature.substring(start));
    this.results = AbiTypes.of(results);
    this.selector = HexBytes.of(Keccak.hash(signature.getBytes(StandardCharsets.UTF_8))).first(4);
  }

  /** The first four bytes of the signature's hash. */
  public HexBytes selector() {
    return selector;
  }

  /**
   * The call data: the selector and the encoded arguments (see {@link AbiTypes}).
   *
   * @throws IllegalArgumentException when an argument is not of its type
   */
  public HexBytes encode(Object... arguments) {
    return selector.then(parameters.encode(arguments));
  }

  /**
   * The values in {@code returned}.
   *
   * @throws AbiException when these are not the function's results
   */
  public List<Object> decode(HexBytes returned) {
    return results.decode(returned);
  }

  @Override
  public String toString() {
    return signature;
  }
}
