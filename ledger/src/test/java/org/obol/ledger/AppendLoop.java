package org.obol.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.obol.crypto.Sha256;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;

/**
 * Changes a ledger until it is killed, and prints a line after each change that was answered:
 * {@code published SEQ DIGEST}, {@code issued HASH ENTITLEMENT}, {@code revoked ENTITLEMENT}.
 */
final class AppendLoop {

  private AppendLoop() {}

  /** Arguments: the home, a seed. */
  public static void main(String[] arguments) throws IOException {
    var random = new Random(Long.parseLong(arguments[1]));
    try (var house = new House(Path.of(arguments[0]))) {
      print("ready");
      List<String> active = new ArrayList<>();
      while (true) {
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            var version = house.publish("{\"n\":" + random.nextLong() + "}\n");
            print("published " + version.entry().seq() + " " + version.entry().claim().digest());
          }
          case 2 -> issue(house, active);
          default -> {
            if (!active.isEmpty()) {
              String id = active.removeFirst();
              house.ledger.db().write(tx -> new Members(tx).revoke(id, "test", House.NOW));
              print("revoked " + id);
            }
          }
        }
      }
    }
  }

  private static void issue(House house, List<String> active) {
    record Issued(Entitlement entitlement, Sha256 hash) {}

    Issued issued =
        house
            .ledger
            .db()
            .write(
                tx -> {
                  var members = new Members(tx);
                  Entitlement ann =
                      members.grant(
                          House.ID,
                          "ann",
                          VersionRange.upTo(1),
                          Entitlement.Source.APPROVED,
                          House.NOW);
                  AccessToken token = members.issue(ann.id(), House.NOW);
                  return new Issued(ann, token.hash());
                });
    active.add(issued.entitlement().id());
    print("issued " + issued.hash() + " " + issued.entitlement().id());
  }

  private static void print(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
