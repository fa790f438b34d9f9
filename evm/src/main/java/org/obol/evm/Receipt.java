package org.obol.evm;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/**
 * That a transaction is in a block, which a reorganization may still remove.
 *
 * @param succeeded status 1; otherwise it reverted and only the gas was paid
 * @param gasUsed units of gas
 * @param createdContract where the created contract is
 */
public record Receipt(
    Bytes32 transactionHash,
    boolean succeeded,
    long blockNumber,
    Bytes32 blockHash,
    long gasUsed,
    Optional<Address> createdContract,
    List<Log> logs) {

  /** Copies the logs. */
  public Receipt {
    logs = List.copyOf(logs);
  }
}
