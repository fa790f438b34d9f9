package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.OTHER;
import static org.obol.node.NodeFixture.PI;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;

/** The state of a running node on disk. */
final class RunFilesTest {

  private final NodeFixture fixture;

  RunFilesTest(@TempDir Path temp) throws IOException {
    fixture = NodeFixture.published(temp, 1);
    fixture.publish(OTHER, NodeFixture.rows(2, 2));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void eachDatasetHasAFileForTheOwnerOnly() throws IOException {
    Node node = fixture.start(new Options(PI, OTHER).publicUrl("https://data.example/"));
    for (DatasetId id : List.of(PI, OTHER)) {
      Json.Obj state = fixture.runFile(id);
      assertThat(state.members())
          .containsOnlyKeys("id", "local_addr", "public_url", "owner_token", "pid");
      assertThat(state.text("id")).contains(id.text());
      assertThat(state.text("local_addr")).contains(node.adminAddress());
      assertThat(state.text("public_url")).contains("https://data.example");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(fixture.home.runFile(id))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fixture.home.run())))
        .isEqualTo("rwx------");
    node.close();
    assertThat(fixture.home.run()).isEmptyDirectory();
  }

  @Test
  void aNodeThatStopsLeavesTheFileOfAnotherThatHasTakenOver() {
    Node first = fixture.start();
    Node second = fixture.start();
    String address = second.adminAddress();
    first.close();
    assertThat(fixture.runFile(PI).text("local_addr")).contains(address);
    second.close();
    assertThat(fixture.home.runFile(PI)).doesNotExist();
  }

  @Test
  void afterItsEndNothingIsWrittenAnyMore() throws IOException {
    var files = new RunFiles(fixture.home, List.of(PI), "127.0.0.1:1", "obol-owner-token");
    files.write("https://before.example");
    files.close();
    files.write("https://after.example");
    assertThat(fixture.home.runFile(PI)).doesNotExist();
  }

  @Test
  void everyStartHasAnotherOwnerToken() {
    Node first = fixture.start();
    String before = fixture.ownerToken();
    first.close();
    assertThat(fixture.start().served()).isNotEmpty();
    assertThat(fixture.ownerToken()).isNotEqualTo(before);
  }
}
