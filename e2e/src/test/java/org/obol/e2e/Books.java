package org.obol.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.obol.crypto.Json;

/**
 * What the program has acknowledged by printing it, kept by the one process that is never killed.
 * What was tried without an acknowledgement may have happened or not.
 */
final class Books {

  private final Map<Long, String> manifests = new TreeMap<>();
  private final Map<Long, String> digests = new TreeMap<>();
  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final Set<String> revocationTried = new LinkedHashSet<>();
  private final Set<String> revoked = new LinkedHashSet<>();
  private final Map<String, String> openCodes = new LinkedHashMap<>();
  private final Set<String> approved = new LinkedHashSet<>();
  private final Map<String, String> orphanedCodes = new LinkedHashMap<>();
  private final Set<String> orphanedApprovals = new LinkedHashSet<>();
  private long acknowledged;

  /** Reads lines of a {@link LedgerWorker} from {@code from} on. */
  void read(List<String> lines, int from) {
    lines.subList(from, lines.size()).forEach(this::read);
  }

  private void read(String line) {
    if (!line.endsWith(" .")) {
      throw new AssertionError("not a whole line: " + line);
    }
    String[] words = line.split(" ");
    switch (words[0] + " " + words[1]) {
      case "READY ." -> {}
      case "ACK version" -> {
        version(Long.parseLong(words[2]), words[3]);
        sawDigest(Long.parseLong(words[2]), words[4]);
      }
      case "ACK grant" -> granted(words[2], words[3]);
      case "TRY revoke" -> revocationTried.add(words[2]);
      case "ACK revoke" -> revoked(words[2]);
      case "ACK open" -> openCodes.put(words[2], words[3]);
      case "TRY approve" -> openCodes.remove(words[2]);
      case "ACK approve" -> approved.add(words[2]);
      case "TRY poll" -> approved.remove(words[2]);
      default -> throw new AssertionError("what is this line: " + line);
    }
  }

  void version(long seq, String manifestHash) {
    acknowledged++;
    same(manifests, seq, manifestHash);
  }

  /** No number may ever be seen with two digests, wherever it is seen. */
  void sawDigest(long seq, String digest) {
    same(digests, seq, digest);
  }

  private static void same(Map<Long, String> book, long seq, String hash) {
    Optional.ofNullable(book.putIfAbsent(seq, hash))
        .filter(before -> !before.equals(hash))
        .ifPresent(
            before -> {
              throw new AssertionError("v" + seq + " was " + before + " and is " + hash);
            });
  }

  void granted(String entitlement, String token) {
    acknowledged++;
    tokens.put(entitlement, token);
  }

  void granted(Json.Obj answer) {
    granted(
        answer.object("entitlement").orElseThrow().requireText("id"), answer.requireText("token"));
  }

  void revoked(String entitlement) {
    acknowledged++;
    revocationTried.add(entitlement);
    revoked.add(entitlement);
  }

  void approved(String deviceCode) {
    acknowledged++;
    orphanedApprovals.add(deviceCode);
  }

  /** A worker is dead: what it had begun with device codes is for others to end. */
  void workerDied() {
    acknowledged += approved.size();
    orphanedApprovals.addAll(approved);
    approved.clear();
    orphanedCodes.putAll(openCodes);
    openCodes.clear();
  }

  /** Takes an entitlement that nobody has tried to revoke, and notes that somebody will. */
  Optional<String> toRevoke() {
    Optional<String> chosen =
        tokens.keySet().stream().filter(id -> !revocationTried.contains(id)).findFirst();
    chosen.ifPresent(revocationTried::add);
    return chosen;
  }

  /** Takes an open code, by device code and user code, that nobody has tried to approve. */
  Optional<Map.Entry<String, String>> toApprove() {
    Optional<Map.Entry<String, String>> chosen =
        orphanedCodes.entrySet().stream().findFirst().map(Map.Entry::copyOf);
    chosen.ifPresent(code -> orphanedCodes.remove(code.getKey()));
    return chosen;
  }

  /** Takes the approved codes that nobody has tried to turn into a token. */
  List<String> toRedeem() {
    List<String> codes = List.copyOf(orphanedApprovals);
    orphanedApprovals.clear();
    return codes;
  }

  Map<Long, String> manifests() {
    return Map.copyOf(manifests);
  }

  String token(String entitlement) {
    return tokens.getOrDefault(entitlement, "");
  }

  /** Entitlements that must open. */
  List<String> open() {
    List<String> open = new ArrayList<>(tokens.keySet());
    open.removeAll(revocationTried);
    return open;
  }

  /** Entitlements that must refuse. */
  List<String> closed() {
    return List.copyOf(revoked);
  }

  @Override
  public String toString() {
    return acknowledged
        + " acknowledged: "
        + manifests.size()
        + " versions, "
        + tokens.size()
        + " tokens, "
        + revoked.size()
        + " revocations";
  }
}
