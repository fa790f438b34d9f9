package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.crypto.KeyException;
import org.obol.crypto.KeyFile;
import org.obol.crypto.Passphrase;
import org.obol.crypto.PrivateKey;

final class NodeKeyTest {

  @TempDir private Path folder;
  private ObolHome home;

  @BeforeEach
  void start() {
    home = new ObolHome(folder.resolve("home"));
  }

  @Test
  void itIsMadeOnceAndForTheOwnerOfTheFileAlone() throws IOException {
    PrivateKey made = new NodeKey(home).loadOrCreate();
    assertThat(new NodeKey(home).loadOrCreate().revealHex()).isEqualTo(made.revealHex());
    Path file = new NodeKey(home).file();
    assertThat(file).isEqualTo(home.keys().resolve("node.key")).hasContent(made.revealHex());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whoeverAsksAtTheSameTimeGetsTheSame() throws Exception {
    try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Address>> tasks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        tasks.add(() -> new NodeKey(home).loadOrCreate().address());
      }
      List<Address> found = new ArrayList<>();
      for (Future<Address> answer : asking.invokeAll(tasks)) {
        found.add(answer.get());
      }
      assertThat(found).hasSize(16).containsOnly(new NodeKey(home).loadOrCreate().address());
    }
  }

  @Test
  void aKeyThatIsLockedOrThatOthersCanReadIsRefused() throws IOException {
    Path file = new NodeKey(home).file();
    KeyFile.write(file, House.KEY_ONE, Passphrase.of("x"));
    assertThatThrownBy(() -> new NodeKey(home).loadOrCreate())
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("locked");
    Files.delete(file);
    KeyFile.write(file, House.KEY_ONE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> new NodeKey(home).loadOrCreate())
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("chmod 600");
    assertThat(Files.readString(file)).startsWith(House.KEY_ONE.revealHex());
  }

  @Test
  void aBackupBringsItToAnotherMachine() throws IOException {
    PrivateKey key = new NodeKey(home).loadOrCreate();
    Path backup = folder.resolve("backup.zip");
    try (Ledger ledger = Ledger.open(home)) {
      new Backup(home, ledger, InstantSource.fixed(House.NOW)).write(backup, true, bytes -> {});
    }
    var other = new ObolHome(folder.resolve("other"));
    PrivateKey stood = new NodeKey(other).loadOrCreate();
    Restore.Restored restored = new Restore(other).run(backup, true, bytes -> {});
    assertThat(new NodeKey(other).loadOrCreate().revealHex()).isEqualTo(key.revealHex());
    assertThat(other.keys().resolve("node.key.before-restore-1")).hasContent(stood.revealHex());
    assertThat(restored.notes()).anyMatch(note -> note.contains("node.key.before-restore-1"));
  }
}
