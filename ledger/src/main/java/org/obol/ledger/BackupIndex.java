package org.obol.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;

/**
 * The member {@value #NAME} of a backup: what else is in it, and the SHA-256 of each member.
 *
 * @param created RFC 3339 UTC
 */
record BackupIndex(String created, List<Member> members) {

  static final String NAME = "index.json";
  static final String DATABASE = "node.db";
  static final String CONFIGURATION = "config.toml";
  static final String KEYS = "keys/";
  static final String OBJECTS = "objects/";
  static final long MAX_BYTES = 64L << 20;

  private static final String FORMAT = "obol-backup/1";
  private static final Pattern KEY_FILE = Pattern.compile("keys/(.+)\\.(key|last|numbering)");

  /**
   * Copies the list.
   *
   * @throws JsonException when two members have one name
   */
  BackupIndex {
    members = List.copyOf(members);
    Set<String> names = new HashSet<>();
    for (Member member : members) {
      if (!names.add(member.name())) {
        throw new JsonException("two members are named " + member.name());
      }
    }
  }

  /**
   * One member of the archive.
   *
   * @param size bytes
   */
  record Member(String name, long size, Sha256 sha256) {

    /**
     * Checks the name: it becomes a path when the backup is restored.
     *
     * @throws JsonException unless it is one of the names a backup has
     */
    Member {
      if (!isAllowed(name)) {
        throw new JsonException("\"" + name + "\" is not the name of a member of a backup");
      }
    }

    boolean isObject() {
      return name.startsWith(OBJECTS);
    }

    boolean isKey() {
      return name.startsWith(KEYS) && name.endsWith(".key");
    }

    /** Of the anonymizer; as large as its dataset has values. */
    boolean isNumbering() {
      return name.startsWith(KEYS) && name.endsWith(".numbering");
    }

    boolean isLast() {
      return name.endsWith(".last");
    }

    private static boolean isAllowed(String name) {
      var key = KEY_FILE.matcher(name);
      return name.equals(DATABASE)
          || name.equals(CONFIGURATION)
          || (key.matches() && DatasetId.isValid(key.group(1)))
          || (name.startsWith(OBJECTS) && Sha256.isHex(name.substring(OBJECTS.length())));
    }
  }

  byte[] toBytes() {
    List<Json> listed = new ArrayList<>();
    for (Member member : members) {
      listed.add(
          Json.object()
              .put("name", member.name())
              .put("size", member.size())
              .put("sha256", member.sha256().hex())
              .build());
    }
    return Json.object()
        .put("format", FORMAT)
        .put("created", created)
        .put("members", listed)
        .build()
        .utf8();
  }

  static BackupIndex read(byte[] bytes) {
    Json.Obj json = JsonReader.read(bytes, MAX_BYTES).asObject("the index of a backup");
    if (!json.requireText("format").equals(FORMAT)) {
      throw new JsonException("format \"" + json.requireText("format") + "\" is not " + FORMAT);
    }
    List<Member> members = new ArrayList<>();
    for (Json item : json.list("members").orElse(List.of())) {
      Json.Obj member = item.asObject("a member");
      String hash = member.requireText("sha256");
      if (!Sha256.isHex(hash)) {
        throw new JsonException("sha256 is not 64 lowercase hex characters");
      }
      members.add(
          new Member(member.requireText("name"), member.requireInteger("size"), new Sha256(hash)));
    }
    return new BackupIndex(json.requireText("created"), members);
  }
}
