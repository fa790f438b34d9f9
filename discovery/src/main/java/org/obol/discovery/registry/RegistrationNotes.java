package org.obol.discovery.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.obol.crypto.Address;
import org.obol.crypto.DurableFile;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;

/** A folder with one note for each owner and registry. */
public final class RegistrationNotes {

  private static final int LARGEST = 4 << 20;
  private static final String LOCK = ".lock";

  private final Path folder;

  /** Notes in {@code folder}, which is made when something is written. */
  public RegistrationNotes(Path folder) {
    this.folder = folder;
  }

  /**
   * The note about that owner's agent.
   *
   * @throws ObolException when it is there and cannot be read
   */
  public Optional<RegistrationNote> read(RegistryId registry, Address owner) {
    Path file = file(registry, owner);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /** Every agent that is known to be registered from here, for the registration file. */
  public List<AgentRegistration> registrations() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<AgentRegistration> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".json")) {
          read(file).registration().ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot read " + folder, e);
    }
    return List.copyOf(found);
  }

  /** Replaces the note; it is on the disk when this returns. */
  void write(RegistrationNote note) {
    DurableFile.write(
        file(note.registry(), note.owner()), note.json().utf8(), DurableFile.OWNER_ONLY);
  }

  /**
   * Runs {@code work} while no other process registers from here.
   *
   * @throws ObolException when another one does
   */
  <T> T alone(Supplier<T> work) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock == null) {
          throw busy();
        }
        return work.get();
      }
    } catch (OverlappingFileLockException e) {
      throw busy();
    } catch (IOException e) {
      throw new ObolException(ObolException.Exit.FAILED, "cannot lock the folder " + folder, e);
    }
  }

  private static ObolException busy() {
    return new ObolException(
        ObolException.Exit.FAILED, "another obol register is running: wait for it to end");
  }

  private Path file(RegistryId registry, Address owner) {
    return folder.resolve(
        registry.chain().value() + "-" + registry.address().hex() + "-" + owner.hex() + ".json");
  }

  private static RegistrationNote read(Path file) {
    try {
      return RegistrationNote.of(
          JsonReader.read(Files.readAllBytes(file), LARGEST).asObject(file.toString()));
    } catch (IOException | JsonException | IllegalArgumentException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          file
              + " cannot be read, and without it a second agent might be made. Mend it, or remove"
              + " it and give --agent-id N",
          e);
    }
  }
}
