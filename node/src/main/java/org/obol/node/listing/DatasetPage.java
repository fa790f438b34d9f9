package org.obol.node.listing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.x402.token.KnownTokens;

/**
 * {@code /dataset/{id}}: a dataset for people and search engines. It has no script that runs, and
 * nothing is loaded for it.
 *
 * @param history its versions, the newest first, as far as strangers may see them
 * @param described the same in JSON-LD, if strangers may see that
 */
public record DatasetPage(
    Site site, Listed listed, List<Past> history, Optional<Json.Obj> described) {

  /** A version in the log, and whether it can still be had. */
  public record Past(VersionEntry entry, boolean live) {}

  private static final int MAX_FILES = 50;

  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
      pre,td,th{text-align:left;padding:.3rem .6rem;border:1px solid #ccc}
      table{border-collapse:collapse}code,pre{overflow-wrap:anywhere;white-space:pre-wrap}
      """;

  /** What the page may do: be shown, in its own style. */
  public static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder()
              .encodeToString(Sha256.hash(STYLE.getBytes(StandardCharsets.UTF_8)).bytes())
          + "'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  /** Copies the list. */
  public DatasetPage {
    history = List.copyOf(history);
  }

  /** The page. */
  public String html() {
    String title = card().title().filter(text -> !text.isBlank()).orElse(listed.id().text());
    var out = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>");
    out.append("<meta charset=\"utf-8\"><title>").append(Html.text(title)).append("</title>\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.append("<style>").append(STYLE).append("</style>\n");
    described.ifPresent(json -> out.append(Html.data("application/ld+json", json)).append('\n'));
    out.append("</head>\n<body>\n<main>\n<h1>").append(Html.text(title)).append("</h1>\n");
    out.append("<p>").append(Html.text(listed.description())).append("</p>\n");
    facts(out);
    howToGet(out);
    files(out);
    versions(out);
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private Card card() {
    return listed.card();
  }

  private void facts(StringBuilder out) {
    out.append("<table>\n");
    row(out, "Dataset", code(listed.id().text()));
    row(out, "Owner", code(listed.owner().checksummed()));
    row(out, "Licence", card().license().map(DatasetPage::license).orElse("not named"));
    if (!card().keywords().isEmpty()) {
      row(out, "Keywords", Html.text(String.join(", ", card().keywords())));
    }
    row(out, "Price", listed.price().map(this::price).orElse("none is asked for"));
    listed
        .version()
        .map(Listed.Version::entry)
        .ifPresent(
            entry -> {
              row(out, "Newest version", Long.toString(entry.seq()));
              row(out, "Size", entry.size() + " bytes");
              row(out, "SHA-256", code(entry.fileHash().hex()));
              row(out, "Manifest hash", code(entry.manifestHash().hex()));
            });
    out.append("</table>\n");
  }

  private static String license(String license) {
    return Croissant.licensePage(license)
        .map(page -> link(page, license))
        .orElseGet(() -> Html.text(license));
  }

  private String price(Listed.Priced priced) {
    String chain = KnownTokens.friendlyName(priced.price().token().chain());
    return "<strong>"
        + Html.text(total(priced) + " " + priced.price().token().symbol())
        + "</strong> ("
        + Html.text(priced.price().text())
        + ") on "
        + Html.text(chain)
        + ", to "
        + code(priced.payTo().checksummed());
  }

  private String total(Listed.Priced priced) {
    long size = listed.version().map(version -> version.entry().size()).orElse(0L);
    return priced.total(size).toPlainString();
  }

  private void howToGet(StringBuilder out) {
    String buy =
        "obol buy dataset "
            + site.base()
            + " --id "
            + listed.id()
            + " --owner "
            + listed.owner().checksummed();
    out.append("<h2>How to get it</h2>\n<pre>");
    out.append(
        Html.text(
            listed
                .price()
                .map(priced -> buy + " --join --max-price " + total(priced))
                .orElse(buy + " --device")));
    out.append("</pre>\n<p>");
    out.append(
        listed.price().isPresent()
            ? "It asks before it pays, once, with x402; with <code>--dry-run</code> it only shows"
                + " what would be paid. "
            : "It shows a code for the owner to approve. ");
    out.append("Every byte is checked against the owner's signature. Ask the owner for their");
    out.append(" address over another channel and compare: this page is no proof of it.</p>\n<p>");
    String base = site.dataset(listed.id()).toString();
    described.ifPresent(
        json -> out.append(link(base + "/croissant.json", "Croissant")).append(" · "));
    if (!history.isEmpty()) {
      out.append(link(base + "/versions", "signed log")).append(" · ");
    }
    out.append(link(site.at("/skill.md").toString(), "for agents")).append("</p>\n");
  }

  private void files(StringBuilder out) {
    List<ManifestFile> files =
        listed.version().flatMap(Listed.Version::manifest).map(Manifest::files).orElseGet(List::of);
    if (files.isEmpty()) {
      return;
    }
    out.append("<h2>Files</h2>\n<table>\n");
    head(out, "Name", "Bytes", "Rows", "SHA-256");
    for (ManifestFile file : files.stream().limit(MAX_FILES).toList()) {
      cells(
          out,
          Html.text(file.name().text()),
          Long.toString(file.size()),
          file.rows().map(rows -> Long.toString(rows.count())).orElse(""),
          code(file.sha256().hex()));
    }
    out.append("</table>\n");
    if (files.size() > MAX_FILES) {
      out.append("<p>And ").append(files.size() - MAX_FILES).append(" more.</p>\n");
    }
  }

  private void versions(StringBuilder out) {
    if (history.isEmpty()) {
      return;
    }
    out.append("<h2>Versions</h2>\n<table>\n");
    head(out, "Version", "Bytes", "SHA-256", "Manifest hash", "");
    for (Past past : history) {
      cells(
          out,
          Long.toString(past.entry().seq()),
          Long.toString(past.entry().size()),
          code(past.entry().fileHash().hex()),
          code(past.entry().manifestHash().hex()),
          past.live() ? "" : "withdrawn");
    }
    out.append("</table>\n");
  }

  private static void head(StringBuilder out, String... names) {
    out.append("<tr>");
    for (String name : names) {
      out.append("<th>").append(name).append("</th>");
    }
    out.append("</tr>\n");
  }

  private static void cells(StringBuilder out, String... markup) {
    out.append("<tr>");
    for (String cell : markup) {
      out.append("<td>").append(cell).append("</td>");
    }
    out.append("</tr>\n");
  }

  private static void row(StringBuilder out, String name, String markup) {
    out.append("<tr><th>").append(name).append("</th><td>").append(markup).append("</td></tr>\n");
  }

  private static String code(String text) {
    return "<code>" + Html.text(text) + "</code>";
  }

  private static String link(String url, String text) {
    return "<a href=\"" + Html.text(url) + "\">" + Html.text(text) + "</a>";
  }
}
