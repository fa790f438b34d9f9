package org.obol.discovery.registry;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Eip712;
import org.obol.evm.AbiException;
import org.obol.evm.AbiTypes;
import org.obol.evm.Erc20;
import org.obol.evm.HexBytes;
import org.obol.evm.Log;

/** The events of an identity registry (ERC-8004, contracts version 2.0.0) in types. */
public final class RegistryEvents {

  /** {@code Registered(uint256 indexed agentId, string agentURI, address indexed owner)}. */
  public static final Bytes32 REGISTERED = Eip712.typeHash("Registered(uint256,string,address)");

  /** {@code URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy)}. */
  public static final Bytes32 URI_UPDATED = Eip712.typeHash("URIUpdated(uint256,string,address)");

  /** {@code MetadataSet(uint256 indexed, string indexed, string key, bytes value)}. */
  public static final Bytes32 METADATA_SET =
      Eip712.typeHash("MetadataSet(uint256,string,string,bytes)");

  /** {@code Transfer(address,address,uint256)} of ERC-721: all three indexed. */
  public static final Bytes32 TRANSFER = Erc20.TRANSFER;

  /** The first topics of everything that {@link #read} understands. */
  public static final List<Bytes32> TOPICS =
      List.of(REGISTERED, URI_UPDATED, METADATA_SET, TRANSFER);

  private static final AbiTypes TEXT = AbiTypes.of("(string)");
  private static final AbiTypes KEY_AND_VALUE = AbiTypes.of("(string,bytes)");
  private static final String ADDRESS_PADDING = "0x" + "0".repeat(24);

  private RegistryEvents() {}

  /**
   * The event that {@code log} tells of; empty when it tells of something else, or is not encoded
   * as the standard says. Whose log it is is for the caller to look at.
   */
  public static Optional<AgentEvent> read(Log log) {
    try {
      if (log.is(REGISTERED, 3)) {
        return address(log, 2)
            .map(owner -> new AgentEvent.Registered(agent(log, 1), text(log.data()), owner));
      }
      if (log.is(URI_UPDATED, 3)) {
        return address(log, 2)
            .map(sender -> new AgentEvent.UriUpdated(agent(log, 1), text(log.data()), sender));
      }
      if (log.is(METADATA_SET, 3)) {
        return metadata(log);
      }
      if (log.is(TRANSFER, 4)) {
        return address(log, 1)
            .flatMap(
                from ->
                    address(log, 2).map(to -> new AgentEvent.Transferred(agent(log, 3), from, to)));
      }
      return Optional.empty();
    } catch (AbiException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<AgentEvent> metadata(Log log) {
    List<Object> values = KEY_AND_VALUE.decode(log.data());
    String key = (String) values.getFirst();
    // The topic is the key's hash: whoever filters by topic must find the same events.
    return Eip712.hashed(key).equals(log.topics().get(2))
        ? Optional.of(new AgentEvent.MetadataSet(agent(log, 1), key, (HexBytes) values.get(1)))
        : Optional.empty();
  }

  private static String text(HexBytes data) {
    return (String) TEXT.decode(data).getFirst();
  }

  private static AgentId agent(Log log, int topic) {
    return new AgentId(new BigInteger(1, log.topics().get(topic).bytes()));
  }

  private static Optional<Address> address(Log log, int topic) {
    String word = log.topics().get(topic).hex();
    return word.startsWith(ADDRESS_PADDING)
        ? Optional.of(new Address("0x" + word.substring(ADDRESS_PADDING.length())))
        : Optional.empty();
  }
}
