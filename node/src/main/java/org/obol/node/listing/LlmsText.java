package org.obol.node.listing;

import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;

/** {@code /llms.txt}: the node in a page, for language models that are given its address. */
public final class LlmsText {

  private LlmsText() {}

  /** The text, in Markdown. */
  public static String of(Storefront front) {
    Site site = front.site();
    var out = new StringBuilder();
    out.append("# Datasets at ").append(Markdown.text(site.base())).append("\n\n> ");
    out.append("Datasets with signed versions: ").append(front.datasets().size());
    out.append(". Models that answer: ").append(front.inference().size()).append(". ");
    out.append("What has a price is paid per access with x402, without an account.\n\n");
    out.append("## Offers\n\n");
    for (CatalogEntry entry : front.entries()) {
      line(out, entry.name(), entry.endpoint(), about(entry));
    }
    out.append("\n## Documents\n\n");
    line(out, "catalog", site.at(Catalog.PATH), "every offer with price, version, hashes, size");
    line(out, "how to buy", site.at("/skill.md"), "the steps, for agents");
    line(out, "OpenAPI", site.at("/openapi.json"), "the routes, with what they cost");
    for (Listed dataset : front.datasets()) {
      dataset
          .version()
          .filter(version -> version.manifest().isPresent())
          .ifPresent(
              version ->
                  line(
                      out,
                      "Croissant of " + dataset.id(),
                      site.croissant(dataset.id(), version.entry().seq()),
                      "files with SHA-256, licence, keywords"));
    }
    return out.toString();
  }

  static String about(CatalogEntry entry) {
    var out = new StringBuilder(entry.description());
    entry.dataset().version().ifPresent(version -> out.append("; version ").append(version));
    entry.dataset().sizeBytes().ifPresent(size -> out.append("; ").append(size).append(" bytes"));
    out.append("; price ").append(entry.price());
    entry.drainEndsAt().ifPresent(end -> out.append("; until ").append(end));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, Object url, String note) {
    out.append("- [").append(Markdown.text(name)).append("](<").append(url).append(">): ");
    out.append(Markdown.text(note)).append('\n');
  }
}
