package org.obol.node.sale;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.x402.gate.Authorization;
import org.obol.x402.gate.Binding;
import org.obol.x402.gate.PaymentKey;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.wire.AtomicAmount;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;

/** Reads the rows of the table {@code payment}. */
final class PaymentRow {

  private PaymentRow() {}

  /** What the row is found by. */
  static PaymentKey key(ResultSet row) throws SQLException {
    return new PaymentKey(
        row.getString("network"),
        new Address(row.getString("asset")),
        new Address(row.getString("payer")),
        new Bytes32(row.getString("nonce")));
  }

  /** The whole row, with what was shown. */
  static PaymentRecord record(ResultSet row) throws SQLException {
    return new PaymentRecord(
        new Authorization(
            key(row),
            new Address(row.getString("pay_to")),
            AtomicAmount.parse(row.getString("amount")),
            Instant.ofEpochSecond(row.getLong("valid_after")),
            Instant.ofEpochSecond(row.getLong("valid_before"))),
        new Binding(
            row.getString("offer"),
            Optional.ofNullable(row.getString("claim")).map(Sha256::new),
            Optional.ofNullable(row.getString("payment_id")),
            row.getInt("committed") == 1),
        new PaymentPayload(JsonReader.read(row.getString("payload")).asObject("a payment")),
        new PaymentRequirements(
            JsonReader.read(row.getString("requirements")).asObject("requirements")),
        row.getLong("seen_at"),
        row.getInt("asked") == 1,
        StateText.parse(row.getString("state")),
        Instant.ofEpochMilli(row.getLong("created")));
  }
}
