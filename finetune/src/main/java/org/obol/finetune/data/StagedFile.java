package org.obol.finetune.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.obol.crypto.ObolException;

/**
 * A large file that appears whole or not at all: written beside its name, then renamed. Its owner
 * alone can read it, because it was bought.
 */
final class StagedFile implements AutoCloseable {

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;

  StagedFile(Path target) throws IOException {
    this.target = target.toAbsolutePath();
    Path folder = this.target.getParent();
    if (folder == null) {
      throw new IllegalArgumentException("not the path of a file: " + target);
    }
    this.temporary = Files.createTempFile(folder, "." + target.getFileName(), ".tmp");
    this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
  }

  OutputStream out() {
    return Channels.newOutputStream(channel);
  }

  /** Gives the file its name, replacing what had it. */
  void publish() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was not published. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }

  static ObolException unwritable(IOException e) {
    return new ObolException(
        ObolException.Exit.FAILED,
        "records cannot be written: " + e.getMessage() + "; check the folder, its rights and space",
        e);
  }
}
