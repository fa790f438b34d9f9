package org.obol.node.listing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * says what the signed manifest says: a licence that the owner has not named is left out. Columns,
 * which no manifest has, are named for rows of a {@link RowFormat} only.
 */
public final class Croissant {

  private static final String CONFORMS_TO = "http://mlcommons.org/croissant/1.1";
  private static final Pattern SPDX_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,63}");
  private static final String OWN_LICENSE = "LicenseRef-";

  /** Terms of the context that mean the same in the vocabulary of Croissant. */
  private static final List<String> TERMS =
      List.of(
          ("arrayShape citeAs column containedIn equivalentProperty extract field fileObject"
                  + " fileProperty fileSet format includes isArray isLiveDataset jsonPath key md5"
                  + " parentField path recordSet references regex repeated replace samplingRate"
                  + " separator source subField transform")
              .split(" "));

  private Croissant() {}

  /**
   * A version that may be described.
   *
   * @param rows the forms of its files' rows, by position, as far as they are known
   */
  public record Described(VersionEntry entry, Manifest manifest, Map<Integer, RowFormat> rows) {

    /** Copies the map. */
    public Described {
      rows = Map.copyOf(rows);
    }
  }

  /** The document about {@code listed}, whose version is {@code described}. */
  public static Json.Obj of(Site site, Listed listed, Described described) {
    VersionEntry version = described.entry();
    Manifest manifest = described.manifest();
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
            .put("url", site.dataset(listed.id()).toString())
            .putIfPresent("license", card.license().map(Croissant::license))
            .put("creator", creator(listed))
            .put("datePublished", manifest.createdAt())
            .put("version", version.seq() + ".0.0")
            .put("identifier", identifier(version));
    if (!card.keywords().isEmpty()) {
      out.put("keywords", card.keywords().stream().map(Json::of).toList());
    }
    out.put("distribution", distribution(site, listed, version, manifest));
    if (!described.rows().isEmpty()) {
      out.put("recordSet", RecordSets.of(manifest, described.rows()));
    }
    if (listed.open() || listed.price().isPresent()) {
      out.put("isAccessibleForFree", listed.price().isEmpty());
    }
    return out.putIfPresent(
            "offers", listed.price().map(priced -> offer(site, listed, version, priced)))
        .build();
  }

  /** The context that the specification gives, which readers compare. */
  private static Json.Obj context() {
    JsonObject context =
        Json.object()
            .put("@language", "en")
            .put("@vocab", "https://schema.org/")
            .put("sc", "https://schema.org/")
            .put("cr", "http://mlcommons.org/croissant/")
            .put("rai", "http://mlcommons.org/croissant/RAI/")
            .put("dct", "http://purl.org/dc/terms/")
            .put("conformsTo", "dct:conformsTo")
            .put("name", Json.object().put("@container", "@language").build())
            .put("description", Json.object().put("@container", "@language").build())
            .put("dataType", term("dataType", "@vocab"))
            .put("data", term("data", "@json"))
            .put("examples", term("examples", "@json"));
    TERMS.forEach(name -> context.put(name, "cr:" + name));
    return context.build();
  }

  private static Json.Obj term(String name, String type) {
    return Json.object().put("@id", "cr:" + name).put("@type", type).build();
  }

  private static Json license(String license) {
    return Json.of(licensePage(license).orElse(license));
  }

  /** The page of an SPDX id; an expression, or a licence of one's own, has none. */
  static Optional<String> licensePage(String license) {
    return Optional.of(license)
        .filter(id -> SPDX_ID.matcher(id).matches() && !id.startsWith(OWN_LICENSE))
        .map(id -> "https://spdx.org/licenses/" + id);
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
        .put("@id", fileId(position))
        .put("name", file.name().text())
        .put("contentUrl", url)
        .put("contentSize", file.size() + " B")
        .put("encodingFormat", rows ? "application/jsonlines" : file.mediaType())
        .put("sha256", file.sha256().hex())
        .build();
  }

  /** How the document calls the file at that position. */
  static String fileId(int position) {
    return "file-" + position;
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
