package org.obol.client.pay;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.obol.client.source.Answered;
import org.obol.client.source.FetchException;
import org.obol.client.source.NetworkException;
import org.obol.client.source.NotFoundException;
import org.obol.client.source.RefusedException;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;

/** The routes of a sale (protocol section 7) at one server. */
record JoinApi(Wire wire, Source source, DatasetId dataset, Means means) {

  private static final long MAX_REPLY = 128 << 10;

  /** The seller record that the server shows, not verified yet. */
  Optional<Signed<SellerRecord>> seller() {
    String path = "/.well-known/obol-seller.json?dataset=" + dataset;
    try {
      byte[] reply = wire.patiently(source, Wire.Ask.get(path), Signed.MAX_BYTES);
      return Optional.of(SellerRecord.read(reply));
    } catch (NotFoundException none) {
      return Optional.empty();
    } catch (JsonException e) {
      throw new VerificationException(
          "seller_record",
          source.origin() + " sent a seller record that is none: " + e.getMessage());
    }
  }

  /** What the server wants for the version. */
  PaymentRequired challenge(long seq) {
    for (int count = 1; ; count++) {
      try {
        return challenge(send(seq, Map.of()));
      } catch (FetchException e) {
        if (count >= means.patience().failures() || e.kind() == FetchException.Kind.WRONG) {
          throw new NetworkException(source.origin() + ": " + e.reason());
        }
        pause(count, e);
      }
    }
  }

  private PaymentRequired challenge(Answered answer) throws FetchException {
    if (answer.code().equals("paid_join_disabled")) {
      throw new RefusedException(answer.code(), answer.sentence());
    }
    if (answer.status() != 402) {
      throw answer.failure();
    }
    try {
      return PaymentRequired.parse(asked(answer));
    } catch (JsonException e) {
      throw new RefusedException(
          "malformed_challenge",
          source.origin() + " asks for a payment in a way that cannot be read: " + e.getMessage());
    }
  }

  /**
   * What an answer of 402 asks for, not checked yet.
   *
   * @throws JsonException when it cannot be read
   */
  static Json.Obj asked(Answered answer) {
    // The body is only what older servers have; an attacker gains nothing by either.
    Optional<String> header = answer.header(PaymentHeaders.PAYMENT_REQUIRED);
    return header.isPresent() ? PaymentHeaders.decode(header.get()) : answer.json();
  }

  /** One request to join, with a payment, a sign-in, or nothing. */
  Answered send(long seq, Map<String, String> headers) throws FetchException {
    return send(seq, headers, new byte[0]);
  }

  /** One request to join that shows a JSON document. */
  Answered send(long seq, Map<String, String> headers, byte[] json) throws FetchException {
    String path = "/dataset/" + dataset + "/join/paid?version=" + seq;
    try {
      return wire.answer(source, Wire.Ask.post(path, json).with(headers), MAX_REPLY);
    } catch (IOException e) {
      throw new IllegalStateException("a reply kept in memory cannot fail to be stored", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits as long as the {@code count}th failure in a row asks for. */
  void pause(int count, FetchException failure) {
    try {
      means.pause().forAbout(means.patience().pause(count, failure));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ObolException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ObolException(
        ObolException.Exit.FAILED, "interrupted; run the same command again to resume", e);
  }
}
