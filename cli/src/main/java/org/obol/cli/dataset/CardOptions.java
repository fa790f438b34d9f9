package org.obol.cli.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.Card;
import picocli.CommandLine.Option;

/** What the owner says about a version: a card file, and options that go over it. */
final class CardOptions {

  private static final long MAX_LICENSE = 4L << 20;

  @Option(names = "--card", paramLabel = "FILE", description = "Read the card from a YAML file.")
  private @Nullable Path card;

  @Option(names = "--title", paramLabel = "TEXT", description = "One line about the dataset.")
  private @Nullable String title;

  @Option(names = "--description", paramLabel = "TEXT", description = "What is in it.")
  private @Nullable String description;

  @Option(names = "--license", paramLabel = "SPDX", description = "For example CC-BY-4.0.")
  private @Nullable String license;

  @Option(
      names = "--license-file",
      paramLabel = "FILE",
      description = "The exact text of the licence; its hash is signed.")
  private @Nullable Path licenseFile;

  @Option(names = "--keyword", paramLabel = "WORD", description = "Can be given several times.")
  private List<String> keywords = List.of();

  @Option(
      names = "--permission",
      paramLabel = "USE=VALUE",
      description = "For example train=notAllowed; also allowed, constrained. The use is train.")
  private Map<String, String> permissions = Map.of();

  /** The card that the options make. */
  Card read() throws IOException {
    Card file = card == null ? Card.EMPTY : CardFile.read(card);
    permissions.forEach(
        (use, value) -> CardFile.requirePermission("--permission " + use, use, value));
    Optional<Sha256> licenseHash =
        licenseFile == null ? Optional.empty() : Optional.of(licenseHash(licenseFile));
    return file.overriddenBy(
        new Card(
            Optional.ofNullable(title),
            Optional.ofNullable(description),
            Optional.ofNullable(license)
                .map(expression -> CardFile.requireLicense("--license", expression)),
            licenseHash,
            keywords,
            permissions));
  }

  /** The hash of a licence text. */
  static Sha256 licenseHash(Path file) throws IOException {
    if (Files.size(file) > MAX_LICENSE) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          file + ": a licence text has at most " + MAX_LICENSE + " bytes");
    }
    return Sha256.hash(Files.readAllBytes(file));
  }
}
