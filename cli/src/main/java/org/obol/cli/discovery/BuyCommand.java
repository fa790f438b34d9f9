package org.obol.cli.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.obol.discovery.router.DatasetSite;
import org.obol.discovery.router.Listing;
import org.obol.discovery.router.Verdict;

/** The command that buys what was found. Its parts are a stranger's, and quoted for the shell. */
final class BuyCommand {

  private BuyCommand() {}

  /** The words; empty for what is no dataset, or is contradicted. */
  static Optional<List<String>> words(Listing listing) {
    return listing
        .site()
        .filter(site -> !listing.state().equals("contradicted"))
        .map(site -> words(listing, site));
  }

  private static List<String> words(Listing listing, DatasetSite site) {
    List<String> words = new ArrayList<>(List.of("obol", "buy", "dataset"));
    words.addAll(List.of(site.base().toString(), "--id", site.dataset().text()));
    listing
        .entry()
        .dataset()
        .seq()
        .ifPresent(seq -> words.addAll(List.of("--version", Long.toString(seq))));
    listing
        .amount()
        .ifPresentOrElse(
            amount ->
                words.addAll(
                    List.of("--join", "--max-price", amount.stripTrailingZeros().toPlainString())),
            () -> words.add("--device"));
    if (listing.verdict().orElse(null) instanceof Verdict.Verified verified) {
      words.addAll(List.of("--owner", verified.owner().checksummed()));
    }
    return words;
  }

  /** One line for a POSIX shell. */
  static String line(List<String> words) {
    return words.stream().map(BuyCommand::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:%@=+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
