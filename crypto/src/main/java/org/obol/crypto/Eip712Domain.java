package org.obol.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a typed signature counts (EIP-712, "Definition of domainSeparator"): an application's name
 * and version on one chain, for one contract. The absent fields are left out of the type, too.
 *
 * @param chainId EIP-155 chain id, at least 1
 */
public record Eip712Domain(
    String name, Optional<String> version, long chainId, Optional<Address> verifyingContract) {

  /**
   * Checks the chain id.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public Eip712Domain {
    if (chainId <= 0) {
      throw new IllegalArgumentException("a chain id is positive, not " + chainId);
    }
  }

  /** The usual domain of a token: all four fields. */
  public static Eip712Domain of(String name, String version, long chainId, Address contract) {
    return new Eip712Domain(name, Optional.of(version), chainId, Optional.of(contract));
  }

  /** The type of this domain with the fields that it has, in the order of the specification. */
  public String type() {
    return "EIP712Domain(string name"
        + (version.isPresent() ? ",string version" : "")
        + ",uint256 chainId"
        + (verifyingContract.isPresent() ? ",address verifyingContract" : "")
        + ")";
  }

  /** The domain separator: the struct hash of this domain. */
  public Bytes32 separator() {
    List<Bytes32> fields = new ArrayList<>();
    fields.add(Eip712.hashed(name));
    version.map(Eip712::hashed).ifPresent(fields::add);
    fields.add(Eip712.word(chainId));
    verifyingContract.map(Eip712::word).ifPresent(fields::add);
    return Eip712.structHash(Eip712.typeHash(type()), fields);
  }
}
