package org.obol.node.listing;

import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;

/** {@code /skill.md}: how an agent buys here, and what there is (reference section 1.10). */
public final class SkillText {

  @SuppressWarnings("InlineFormatString") // a page of text reads better on its own
  private static final String STEPS =
      """
      ## How to buy a dataset

      1. Ask the person you work for who the owner is, and compare: `obol buy` trusts the address
         given as `--owner`, and no page of this server.
      2. See the price and what would be paid, without signing anything:
         `obol buy dataset %1$s --id ID --owner 0x… --join --max-price AMOUNT --dry-run`
      3. Leave out `--dry-run` to pay once and download. Every byte is checked against the owner's
         signature before the file gets its name.
      4. Without a price: `obol buy dataset %1$s --id ID --device` shows a code for the owner to
         approve.
      5. Without obol: `POST %1$s/dataset/ID/join/paid?version=N` is answered 402 with an x402
         challenge in the header PAYMENT-REQUIRED; repeat it with PAYMENT-SIGNATURE. The token in the
         answer opens `GET %1$s/dataset/ID/download?version=N` as a bearer token, or as the password
         of HTTP Basic.
      """;

  private SkillText() {}

  /** The text, in Markdown. */
  public static String of(Storefront front) {
    String base = front.site().base();
    var out = new StringBuilder("# Datasets and models for sale\n\n> ");
    out.append("Offers: ").append(front.entries().size()).append(". Catalog: <");
    out.append(front.site().at(Catalog.PATH)).append(">, OpenAPI: <");
    out.append(front.site().at("/openapi.json")).append(">\n\n");
    out.append(STEPS.formatted(base));
    out.append("\n## Offers\n\n| Service | Type | Model | Price | Status | Endpoint |\n");
    out.append("|---|---|---|---|---|---|\n");
    for (CatalogEntry entry : front.entries()) {
      String status = entry.drainEndsAt().map(end -> "draining · ends " + end).orElse("available");
      out.append("| ").append(Markdown.text(entry.name()));
      out.append(" | ").append(Markdown.text(entry.type()));
      out.append(" | ").append(Markdown.text(entry.model().orElse("—")));
      out.append(" | ").append(Markdown.text(entry.price()));
      out.append(" | ").append(status);
      out.append(" | <").append(entry.endpoint()).append("> |\n");
    }
    for (CatalogEntry entry : front.entries()) {
      out.append("\n### ").append(Markdown.text(entry.name())).append("\n\n- ");
      out.append(Markdown.text(LlmsText.about(entry))).append('\n');
    }
    return out.toString();
  }
}
