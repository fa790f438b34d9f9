package org.obol.cli.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.StoredVersion;
import org.obol.ledger.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code obol dataset status}. */
@Command(
    name = "status",
    description = "Show the versions of a dataset and how many members it has.",
    footer = {"", "Example:", "  obol dataset status pi-sessions --json"})
final class StatusCommand implements Task {

  private record Status(
      Dataset dataset, List<StoredVersion> versions, List<Entitlement> entitlements) {}

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The dataset's id.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private DatasetId id;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    try (Ledger ledger = Ledger.open(session.home())) {
      Status status = ledger.db().read(this::status);
      return Answer.of(json(status), lines(status));
    }
  }

  private Status status(Tx tx) {
    var datasets = new Datasets(tx);
    Dataset dataset = datasets.require(id);
    List<StoredVersion> versions =
        LongStream.rangeClosed(1, datasets.head(id))
            .mapToObj(seq -> datasets.version(id, seq).orElseThrow())
            .toList();
    return new Status(dataset, versions, new Members(tx).of(id));
  }

  private static List<String> lines(Status status) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(
            "  ",
            status.dataset().id().text(),
            "owner " + status.dataset().owner(),
            "membership " + status.dataset().membership().label(),
            Figures.plural(status.versions().size(), "version"),
            Figures.plural(status.entitlements().size(), "entitlement")
                + ", "
                + Figures.count(active(status))
                + " active"));
    status.versions().forEach(version -> lines.add("  " + line(version)));
    return lines;
  }

  private static String line(StoredVersion version) {
    List<String> parts = new ArrayList<>();
    parts.add("v" + version.entry().seq());
    parts.add(version.entry().timestamp());
    parts.add(Figures.bytes(version.entry().size()));
    version
        .manifest()
        .flatMap(document -> document.manifest().primary().rows())
        .ifPresent(rows -> parts.add(Figures.plural(rows.count(), "row")));
    parts.add("manifest " + Figures.brief(version.entry().manifestHash()));
    parts.add("file " + Figures.brief(version.entry().fileHash()));
    version
        .withdrawal()
        .ifPresent(taken -> parts.add("WITHDRAWN " + taken.when() + ": " + taken.reason()));
    return String.join("  ", parts);
  }

  /** The members of the reference's status first, then ours. */
  private static Json.Obj json(Status status) {
    return Json.object()
        .put("id", status.dataset().id().text())
        .put("groupID", status.dataset().groupId())
        .put("membership", status.dataset().membership().label())
        .put("versions", status.versions().stream().map(v -> v.entry().toJson()).toList())
        .put("entitlements", status.entitlements().size())
        .put("owner", status.dataset().owner().hex())
        .put("head", status.versions().size())
        .put("publicLog", status.dataset().publicLog())
        .put("activeEntitlements", active(status))
        .put("details", status.versions().stream().map(StatusCommand::details).toList())
        .build();
  }

  private static Json.Obj details(StoredVersion version) {
    JsonObject out = Json.object().put("seq", version.entry().seq());
    version
        .manifest()
        .map(ManifestDocument::manifest)
        .ifPresent(
            manifest -> {
              manifest.primary().rows().ifPresent(rows -> out.put("rows", rows.count()));
              out.put("files", manifest.files().size());
            });
    version
        .withdrawal()
        .ifPresent(
            taken -> out.put("withdrawn", taken.when().toString()).put("reason", taken.reason()));
    return out.build();
  }

  private static long active(Status status) {
    return status.entitlements().stream()
        .filter(e -> e.state() instanceof Entitlement.State.Active)
        .count();
  }
}
