package org.obol.cli.anonymize;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;
import org.obol.anonymize.files.AnonymizeFiles;
import org.obol.anonymize.files.Input;
import org.obol.anonymize.files.ReportJson;
import org.obol.anonymize.files.ReportText;
import org.obol.cli.Answer;
import org.obol.cli.Progress;
import org.obol.cli.Session;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.bundle.Bundle;
import org.obol.dataset.bundle.BundleException;
import org.obol.dataset.tree.FileHasher;
import org.obol.ledger.ObolHome;

/**
 * A bundle whose files have been anonymized into a private folder of the home. The numbering is
 * kept beside the key, the report in the home. Closing it takes the private folder away. One
 * command at a time makes it for one dataset.
 */
public final class AnonymizedBundle implements AutoCloseable {
  private final FileChannel lock;
  private final Path folder;
  private final Bundle bundle;
  private final Report report;
  private final Path reportFile;
  private final Json.Obj detectors;

  private AnonymizedBundle(
      FileChannel lock,
      Path folder,
      Bundle bundle,
      Report report,
      Path reports,
      Json.Obj detectors) {
    this.lock = lock;
    this.folder = folder;
    this.bundle = bundle;
    this.report = report;
    byte[] lasting = ReportJson.lasting(report);
    this.reportFile = reports.resolve(Sha256.hash(lasting).hex() + ".json");
    DurableFile.write(reportFile, lasting, DurableFile.OWNER_ONLY);
    this.detectors = detectors;
  }

  /**
   * Anonymizes the files of {@code raw}.
   *
   * @throws BundleException when one of them cannot be anonymized, or is not what the bundle says
   */
  public static AnonymizedBundle of(
      Bundle raw, DatasetId id, AnonymizeOptions options, Session session) throws IOException {
    try (Detectors detectors = options.open(session)) {
      var files = new How(options.policy(detectors), options.threads());
      return of(raw, id, files, detectors.json(), session);
    }
  }

  /** How they are anonymized. */
  private record How(Policy policy, int threads) {}

  private static AnonymizedBundle of(
      Bundle raw, DatasetId id, How how, Json.Obj detectors, Session session) throws IOException {
    List<Input> inputs = new ArrayList<>();
    long total = 0;
    for (Bundle.Item item : raw.files()) {
      inputs.add(new Input(item.name().text(), item.path()));
      total += Files.size(item.path());
      requireDeclared(item);
    }
    ObolHome home = session.home();
    Path working = home.anonymizing(id);
    Path folder = working.resolve("files");
    FileChannel lock = lock(working, id);
    try {
      // A killed command may have left some.
      delete(folder);
      Files.createDirectory(folder);
      Report report;
      try (Progress progress = session.progress("anonymizing " + id, total)) {
        report =
            new AnonymizeFiles(how.policy, how.threads, progress)
                .run(inputs, folder, home.numbering(id));
      }
      return new AnonymizedBundle(
          lock, folder, moved(raw, folder), report, home.reports(id), detectors);
    } catch (IOException | RuntimeException e) {
      try (lock) {
        delete(folder);
      }
      throw e;
    }
  }

  /** What is signed. The hash that the bundle declared is left out: it is one of raw values. */
  public Bundle bundle() {
    return bundle;
  }

  /** What the manifest says about it (protocol section 2). */
  public Json.Obj claim() {
    return Claim.of(report);
  }

  /** The answer with what was found before what was signed. */
  public Answer addTo(Answer answer) {
    List<String> lines = new ArrayList<>(ReportText.lines(report));
    lines.add("Report: " + reportFile);
    lines.add("");
    lines.addAll(answer.lines());
    JsonObject json = Json.object();
    answer.json().members().forEach(json::put);
    detectors.members().forEach(json::put);
    json.put("anonymization", claim()).put("report", reportFile.toString());
    return new Answer(json.build(), lines, answer.status());
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      delete(folder);
    }
  }

  private static Bundle moved(Bundle raw, Path folder) {
    return new Bundle(
        raw.files().stream()
            .map(
                item ->
                    new Bundle.Item(
                        item.name(),
                        folder.resolve(item.name().text()),
                        Optional.empty(),
                        Optional.empty()))
            .toList(),
        Optional.empty());
  }

  /** The bundle speaks of the raw files, so they are compared, and not what is signed. */
  private static void requireDeclared(Bundle.Item item) throws IOException {
    if (item.declaredSha256().isPresent() || item.declaredSize().isPresent()) {
      try (InputStream in = Files.newInputStream(item.path())) {
        var found = FileHasher.hash(in, Optional.empty());
        if (item.declaredSha256().filter(hash -> !hash.equals(found.sha256())).isPresent()
            || item.declaredSize().filter(size -> size != found.size()).isPresent()) {
          throw new BundleException(
              item.path() + ": not the file that manifest.json describes; mend one of them");
        }
      }
    }
  }

  private static FileChannel lock(Path working, DatasetId id) throws IOException {
    FileChannel channel =
        FileChannel.open(
            working.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock;
    try {
      lock = Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      lock = Optional.empty();
    }
    if (lock.isEmpty()) {
      channel.close();
      throw new ObolException(
          ObolException.Exit.FAILED,
          "another command is anonymizing \"" + id + "\"; wait for its end");
    }
    return channel;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }
}
