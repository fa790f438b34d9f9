package org.obol.bench;

import java.nio.file.Path;
import java.time.Instant;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.ObolHome;

/** Makes members, as many {@code obol dataset grant} would: {@code HOME DATASET COUNT}. */
public final class Tokens {

  private Tokens() {}

  /** Prints one token a line. */
  public static void main(String[] args) {
    var id = new DatasetId(args[1]);
    int count = Integer.parseInt(args[2]);
    Instant now = Instant.now();
    try (Ledger ledger = Ledger.open(new ObolHome(Path.of(args[0])))) {
      for (int i = 0; i < count; i++) {
        String subject = "reader-" + i;
        String token =
            ledger
                .db()
                .write(
                    tx -> {
                      var members = new Members(tx);
                      Entitlement entitlement =
                          members.grant(
                              id,
                              subject,
                              VersionRange.following(),
                              Entitlement.Source.APPROVED,
                              now);
                      return members.issue(entitlement.id(), now).reveal();
                    });
        System.out.println(token);
      }
    }
  }
}
