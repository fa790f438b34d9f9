package org.obol.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private boolean closed;

  RunFiles(ObolHome home, List<DatasetId> datasets, String adminAddress, String ownerToken) {
    this.home = home;
    this.datasets = List.copyOf(datasets);
    this.adminAddress = adminAddress;
    this.ownerToken = ownerToken;
  }

  synchronized void write(String publicUrl) {
    if (closed) {
      return;
    }
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

  /**
   * A node that has stopped has no state; one that was killed leaves a pid that is gone. The file
   * of another node that has taken the dataset over stays.
   */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (DatasetId id : datasets) {
      if (isOurs(home.runFile(id))) {
        Files.deleteIfExists(home.runFile(id));
      }
    }
  }

  private boolean isOurs(Path file) throws IOException {
    return Files.exists(file)
        && Files.readString(file, StandardCharsets.UTF_8).contains("\"" + ownerToken + "\"");
  }
}
