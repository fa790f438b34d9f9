package org.obol.trainer.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;

/**
 * The shape of a model of the Llama family, read from Hugging Face's config.json.
 *
 * @param modelType {@code llama} (SmolLM too), {@code qwen2} or {@code qwen3}
 * @param hiddenSize features of a token
 * @param keyValueHeads divides {@code heads}
 * @param headDim features of a head, even
 * @param intermediateSize features inside the feed-forward part
 * @param maxPositions longest text in tokens
 * @param normEpsilon keeps the norm of zeros finite
 * @param ropeTheta base of the wavelengths of positions
 * @param tied whether the head is the embedding
 * @param queryKeyNorm whether queries and keys are normalised per head (qwen3)
 * @param outputBias of what comes out of attention
 */
public record ModelConfig(
    String modelType,
    int hiddenSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headDim,
    int intermediateSize,
    int vocabSize,
    int maxPositions,
    float normEpsilon,
    double ropeTheta,
    RopeScaling ropeScaling,
    boolean tied,
    boolean queryKeyNorm,
    boolean queryKeyValueBias,
    boolean outputBias,
    boolean feedForwardBias) {

  private static final long MAX_BYTES = 1 << 20;

  /**
   * Reads a config.json.
   *
   * @throws ObolException naming the field and the value that is missing, malformed or not
   *     supported
   */
  public static ModelConfig read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "cannot read " + file + ": " + e.getMessage() + "; give the folder of a base model",
          e);
    }
    try {
      return new ConfigReader(JsonReader.read(bytes, MAX_BYTES).asObject("a model's config"))
          .read();
    } catch (ObolException e) {
      throw new ObolException(e.exit(), file + ": " + e.getMessage(), e);
    }
  }
}
