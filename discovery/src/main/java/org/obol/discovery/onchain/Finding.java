package org.obol.discovery.onchain;

import org.obol.crypto.Json;

/**
 * What came of one check.
 *
 * @param detail for people; it may hold a stranger's text
 */
public record Finding(Check check, Standing standing, String detail) {

  /** What is looked at, on the way from the chain to a row. */
  public enum Check {
    /** Whose the agent is. */
    AGENT("agent"),
    /** What the agent's URI leads to. */
    FILE("registrationFile"),
    /** Whether that file names the agent and its registry. */
    NAMES_AGENT("namesAgent"),
    /** Whether that file names the catalog. */
    CATALOG("catalog"),
    /** Whether the catalog's origin names the agent. */
    ORIGIN("catalogOrigin"),
    /** Whether the row leads to the catalog's origin. */
    ENDPOINT("endpoint"),
    /** Whether log, manifest and seller record say what the row says. */
    SIGNED_LOG("signedLog"),
    /** Whether somebody entitled is paid. */
    PAYEE("payee"),
    /** Whether the price is what the seller asks for. */
    PRICE("price"),
    /** Whether who signed the dataset and the agent belong together. */
    SELLER("seller");

    private final String word;

    Check(String word) {
      this.word = word;
    }

    /** The name in JSON. */
    public String word() {
      return word;
    }
  }

  /** How far it may be believed. */
  public enum Standing {
    /** The chain or a signature says so, or the one who would know shows it at its own address. */
    PROVEN("proven"),
    /** Somebody says so, and nothing speaks against it. */
    CLAIMED("claimed"),
    /** The chain, a signature, or the address itself says otherwise. */
    CONTRADICTED("contradicted");

    private final String word;

    Standing(String word) {
      this.word = word;
    }

    /** The name in JSON. */
    public String word() {
      return word;
    }
  }

  static Finding proven(Check check, String detail) {
    return new Finding(check, Standing.PROVEN, detail);
  }

  static Finding claimed(Check check, String detail) {
    return new Finding(check, Standing.CLAIMED, detail);
  }

  static Finding contradicted(Check check, String detail) {
    return new Finding(check, Standing.CONTRADICTED, detail);
  }

  /** The members. */
  public Json.Obj toJson() {
    return Json.object().put("check", check.word()).put("detail", detail).build();
  }
}
