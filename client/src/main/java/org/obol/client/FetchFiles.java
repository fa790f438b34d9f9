package org.obol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.client.BuyResult.BoughtFile;
import org.obol.client.source.SellerApi;
import org.obol.client.source.SellerApi.ChunkList;
import org.obol.client.transfer.ParallelDownload;
import org.obol.client.transfer.Partial;
import org.obol.client.transfer.Piece;
import org.obol.client.transfer.Settings;
import org.obol.client.transfer.StreamDownload;
import org.obol.client.transfer.WorkingFolder;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.LogDocument;

/** Brings all files of a verified version, one after the other, to their final names. */
final class FetchFiles {

  private final VerifiedVersion version;
  private final List<SellerApi> sellers;
  private final Settings settings;
  private final Told told;
  private final List<BoughtFile> done = new ArrayList<>();
  private long fetched;
  private long kept;

  FetchFiles(VerifiedVersion version, List<SellerApi> sellers, Settings settings, Told told) {
    this.version = version;
    this.sellers = sellers;
    this.settings = settings;
    this.told = told;
  }

  FetchFiles run(Output output, WorkingFolder folder) throws IOException, InterruptedException {
    List<ManifestFile> files = version.files();
    for (int index = 0; index < files.size(); index++) {
      ManifestFile file = files.get(index);
      Path out = output.place(file);
      if (output.isThere(out, file)) {
        told.started(file.name(), file.size(), file.size());
        kept += file.size();
      } else {
        fetch(new Piece(version.entry().seq(), index, file), out, folder);
      }
      done.add(new BoughtFile(out, file.sha256(), file.size()));
    }
    return this;
  }

  BuyResult toResult(VerifiedVersion bought, List<String> warnings) {
    return new BuyResult(bought, done, fetched, kept, warnings);
  }

  private void fetch(Piece piece, Path out, WorkingFolder folder)
      throws IOException, InterruptedException {
    Partial partial = folder.partial(version.entry().manifestHash(), piece.index());
    long before;
    if (version.manifest().isEmpty()) {
      before = new StreamDownload(piece, sellers, settings, told).run(folder, partial);
    } else {
      before = inParallel(piece, out, folder, partial);
    }
    folder.finish(partial, out);
    kept += before;
    fetched += piece.size() - before;
  }

  private long inParallel(Piece piece, Path out, WorkingFolder folder, Partial partial)
      throws IOException, InterruptedException {
    try {
      return new ParallelDownload(piece, chunkList(piece), sellers, settings, told)
          .run(folder, partial);
    } catch (VerificationException e) {
      if (e.code().equals("manifest_contradiction")) {
        keepEvidence(partial, out, folder);
      }
      throw e;
    }
  }

  /** The chunk list of the first source that has the signed one. */
  private ChunkList chunkList(Piece piece) {
    for (int i = 0; ; i++) {
      try {
        return sellers.get(i).chunks(piece.version(), piece.index(), piece.file());
      } catch (ObolException e) {
        if (i == sellers.size() - 1) {
          throw e;
        }
        told.warning("asking the next mirror for the chunk hashes: " + e.getMessage());
      }
    }
  }

  private void keepEvidence(Partial partial, Path out, WorkingFolder folder) throws IOException {
    Json.Obj log = LogDocument.toJson(version.dataset().text(), version.pinned().log());
    folder.keepEvidence(partial, out, version.manifest().orElseThrow().bytes(), log.utf8());
  }
}
