package org.obol.node;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Sha256;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.http.HttpRequest;
import org.obol.ledger.Db;
import org.obol.ledger.Members;

/**
 * From a request to its caller. Only the Authorization header counts, never a URL or another
 * header. Where a member reads a dataset, the token may also be the password of HTTP Basic with any
 * user name (RFC 7617), for tools that know nothing else; the owner's token never.
 */
final class Authentication {

  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final Set<String> READING =
      Set.of("versions", "verify", "manifest", "chunks", "download", "croissant.json");

  private final Db db;
  private final Optional<Sha256> ownerToken;

  private Authentication(Db db, Optional<Sha256> ownerToken) {
    this.db = db;
    this.ownerToken = ownerToken;
  }

  /** For the public listener, which knows no owner. */
  static Authentication members(Db db) {
    return new Authentication(db, Optional.empty());
  }

  /** For the admin listener: the owner's token opens everything. */
  static Authentication ownerAndMembers(Db db, String ownerToken) {
    return new Authentication(db, Optional.of(AccessToken.hash(ownerToken)));
  }

  Caller caller(HttpRequest request) {
    Optional<String> token = bearer(request);
    if (token.isEmpty()) {
      return password(request)
          .map(password -> member(AccessToken.hash(password)))
          .orElseGet(Caller.Anonymous::new);
    }
    // Hashes are compared, so that timing tells nothing about the token.
    Sha256 hash = AccessToken.hash(token.get());
    if (ownerToken.filter(owner -> sameText(owner.hex(), hash.hex())).isPresent()) {
      return new Caller.Owner();
    }
    return member(hash);
  }

  private Caller member(Sha256 hash) {
    return db.read(tx -> new Members(tx).holder(hash))
        .<Caller>map(Caller.Holder::new)
        .orElseGet(Caller.Stranger::new);
  }

  /** The token of an {@code Authorization: Bearer} header (RFC 6750 section 2.1). */
  static Optional<String> bearer(HttpRequest request) {
    return request
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> value.substring(BEARER.length()).strip())
        .filter(token -> !token.isEmpty());
  }

  private static Optional<String> password(HttpRequest request) {
    return request
        .header("Authorization")
        .filter(value -> isReading(request))
        .filter(value -> value.regionMatches(true, 0, BASIC, 0, BASIC.length()))
        .flatMap(value -> decoded(value.substring(BASIC.length()).strip()))
        .filter(pair -> pair.indexOf(':') >= 0)
        .map(pair -> pair.substring(pair.indexOf(':') + 1))
        .filter(password -> !password.isEmpty());
  }

  private static boolean isReading(HttpRequest request) {
    List<String> path = request.segments();
    return path.size() == 3
        && path.getFirst().equals("dataset")
        && READING.contains(path.getLast())
        && (request.method().equals("GET") || request.isHead());
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static boolean sameText(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }
}
