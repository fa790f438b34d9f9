package org.obol.client.pay;

import java.util.Optional;
import org.obol.client.VerifiedVersion;
import org.obol.client.source.ByteSpan;
import org.obol.client.source.FetchException;
import org.obol.client.source.MemberToken;
import org.obol.client.source.NotFoundException;
import org.obol.client.source.RefusedException;
import org.obol.client.source.SellerApi;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;
import org.obol.crypto.ObolException;

/** Whether a token from before still opens a version, so that nothing has to be paid. */
record KeptToken(Wire wire, Source source, VerifiedVersion version) {

  /** Longest answer that is looked at; the first byte is all that is asked for. */
  private static final long LIMIT = 1 << 10;

  boolean opens(MemberToken token) {
    long size = version.files().getFirst().size();
    if (size == 0) {
      return true;
    }
    var member = new Source(source.base(), Optional.of(token));
    var api = new SellerApi(wire, member, version.dataset());
    Wire.Ask first =
        api.download(version.entry().seq(), 0).part(new ByteSpan(0, 0, size), Optional.empty());
    try {
      wire.small(member, first, LIMIT);
      return true;
    } catch (RefusedException e) {
      return false;
    } catch (FetchException | NotFoundException | java.io.IOException e) {
      // No refusal: what else is wrong, the download finds out.
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ObolException(ObolException.Exit.FAILED, "interrupted", e);
    }
  }
}
