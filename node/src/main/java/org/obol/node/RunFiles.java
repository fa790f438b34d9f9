package org.obol.node;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.ledger.ObolHome;

/**
 * The state files of a running node, one for each dataset and readable by the owner only: where it
 * listens, and the owner's token for the admin listener. The members are those of the reference.
 */
final class RunFiles implements AutoCloseable {

  private final ObolHome home;
  private final List<DatasetId> datasets;
  private final String adminAddress;
  private final String ownerToken;

  RunFiles(ObolHome home, List<DatasetId> datasets, String adminAddress, String ownerToken) {
    this.home = home;
    this.datasets = List.copyOf(datasets);
    this.adminAddress = adminAddress;
    this.ownerToken = ownerToken;
  }

  void write(String publicUrl) {
    for (DatasetId id : datasets) {
      byte[] state =
          Json.object()
              .put("id", id.text())
              .put("local_addr", adminAddress)
              .put("public_url", publicUrl)
              .put("owner_token", ownerToken)
              .put("pid", ProcessHandle.current().pid())
              .build()
              .utf8();
      DurableFile.write(home.runFile(id), state, DurableFile.OWNER_ONLY);
    }
  }

  /** A node that has stopped has no state; one that was killed leaves a pid that is gone. */
  @Override
  public void close() throws IOException {
    for (DatasetId id : datasets) {
      Files.deleteIfExists(home.runFile(id));
    }
  }
}
