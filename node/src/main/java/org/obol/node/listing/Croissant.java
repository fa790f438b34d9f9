package org.obol.node.listing;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.VersionEntry;

/**
 * A version as Croissant 1.1 describes datasets, which is also a schema.org Dataset in JSON-LD. It
 * says what the signed manifest says and nothing else: a licence that the owner has not named is
 * left out, and so are columns, which no manifest has.
 */
public final class Croissant {

  private static final String CONFORMS_TO = "http://mlcommons.org/croissant/1.1";
  private static final Pattern SPDX_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,63}");
  private static final String OWN_LICENSE = "LicenseRef-";

  private Croissant() {}

  /** The document about {@code listed}, whose version is {@code version} with that manifest. */
  public static Json.Obj of(Site site, Listed listed, VersionEntry version, Manifest manifest) {
    Card card = manifest.card();
    String name = card.title().filter(title -> !title.isBlank()).orElse(listed.id().text());
    JsonObject out =
        Json.object()
            .put("@context", context())
            .put("@type", "sc:Dataset")
            .put("@id", site.croissant(listed.id(), version.seq()).toString())
            .put("conformsTo", CONFORMS_TO)
            .put("name", name)
            .put("description", listed.description())
            .put("url", site.croissant(listed.id(), version.seq()).toString())
            .putIfPresent("license", card.license().map(Croissant::license))
            .put("creator", creator(listed))
            .put("datePublished", manifest.createdAt())
            .put("version", version.seq() + ".0.0")
            .put("identifier", identifier(version));
    if (!card.keywords().isEmpty()) {
      out.put("keywords", card.keywords().stream().map(Json::of).toList());
    }
    out.put("distribution", distribution(site, listed, version, manifest));
    if (listed.open() || listed.price().isPresent()) {
      out.put("isAccessibleForFree", listed.price().isEmpty());
    }
    return out.putIfPresent(
            "offers", listed.price().map(priced -> offer(site, listed, version, priced)))
        .build();
  }

  private static Json.Obj context() {
    return Json.object()
        .put("@language", "en")
        .put("@vocab", "https://schema.org/")
        .put("sc", "https://schema.org/")
        .put("cr", "http://mlcommons.org/croissant/")
        .put("dct", "http://purl.org/dc/terms/")
        .put("conformsTo", "dct:conformsTo")
        .put("fileObject", "cr:fileObject")
        .build();
  }

  /** The page of an SPDX id; an expression, or a licence of one's own, stays text. */
  private static Json license(String license) {
    boolean listed = SPDX_ID.matcher(license).matches() && !license.startsWith(OWN_LICENSE);
    return Json.of(listed ? "https://spdx.org/licenses/" + license : license);
  }

  /** Whoever signed it; no more is known. */
  private static Json.Obj creator(Listed listed) {
    return Json.object()
        .put("@type", "Organization")
        .put("name", listed.owner().checksummed())
        .build();
  }

  private static Json.Obj identifier(VersionEntry version) {
    return Json.object()
        .put("@type", "PropertyValue")
        .put("propertyID", "manifestHash")
        .put("value", version.manifestHash().hex())
        .build();
  }

  private static List<Json.Obj> distribution(
      Site site, Listed listed, VersionEntry version, Manifest manifest) {
    return IntStream.range(0, manifest.files().size())
        .mapToObj(i -> file(site.download(listed.id(), version.seq(), i).toString(), manifest, i))
        .toList();
  }

  private static Json.Obj file(String url, Manifest manifest, int position) {
    ManifestFile file = manifest.files().get(position);
    boolean rows = file.mediaType().equals(ManifestFile.JSONL);
    return Json.object()
        .put("@type", "cr:FileObject")
        .put("@id", "file-" + position)
        .put("name", file.name().text())
        .put("contentUrl", url)
        .put("contentSize", file.size() + " B")
        .put("encodingFormat", rows ? "application/jsonlines" : file.mediaType())
        .put("sha256", file.sha256().hex())
        .build();
  }

  private static Json.Obj offer(
      Site site, Listed listed, VersionEntry version, Listed.Priced priced) {
    return Json.object()
        .put("@type", "Offer")
        .put("url", site.join(listed.id(), version.seq()).toString())
        .put("price", priced.total(version.size()).toPlainString())
        .put("priceCurrency", priced.price().token().symbol())
        .build();
  }
}
