package org.obol.x402.gate;

/**
 * Where the money moved: the transaction whose Transfer and AuthorizationUsed events were seen, and
 * its block.
 */
public record Settlement(String transaction, long block) {}
