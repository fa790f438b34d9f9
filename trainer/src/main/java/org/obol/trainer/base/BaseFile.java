package org.obol.trainer.base;

import org.obol.crypto.Sha256;

/** A file of a base model. */
public record BaseFile(String name, long bytes, Sha256 sha256) {}
