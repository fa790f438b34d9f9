package org.obol.trainer.safetensors;

import static org.obol.trainer.safetensors.SafetensorsException.quote;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * One file of tensors, mapped into memory: opening reads the header alone, whatever the size. For
 * any number of threads until it is closed. The file must not change meanwhile.
 */
public final class SafetensorsFile implements Weights, AutoCloseable {

  /** Longest array that Java has for certain. */
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final Arena arena;
  private final MemorySegment file;
  private final Header header;

  private SafetensorsFile(Arena arena, MemorySegment file) {
    this.arena = arena;
    this.file = file;
    header = Header.read(file);
  }

  /**
   * Maps a file and checks its header.
   *
   * @throws SafetensorsException naming the file, and the tensor that is wrong
   */
  @SuppressWarnings("MustBeClosedChecker") // the file closes it
  public static SafetensorsFile open(Path path) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new SafetensorsFile(
          arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (SafetensorsException e) {
      arena.close();
      throw new SafetensorsException(path + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      arena.close();
      throw new SafetensorsException(path + " is not there", e);
    } catch (IOException e) {
      arena.close();
      throw new SafetensorsException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** Reads what is in memory already. */
  @SuppressWarnings("MustBeClosedChecker") // the file closes it
  static SafetensorsFile of(byte[] bytes) {
    return new SafetensorsFile(Arena.ofShared(), MemorySegment.ofArray(bytes));
  }

  @Override
  public Set<String> names() {
    return header.tensors().keySet();
  }

  @Override
  public List<Integer> shape(String name) {
    return tensor(name).shape();
  }

  /**
   * What kind of numbers the file has for a tensor.
   *
   * @throws IllegalArgumentException when there is no such tensor
   */
  public DType type(String name) {
    return tensor(name).type();
  }

  /** Texts that the file carries beside the tensors. */
  public SortedMap<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public float[] read(String name) {
    TensorEntry tensor = tensor(name);
    if (tensor.count() > LONGEST_ARRAY) {
      throw TensorEntry.refused(
          name, "has " + tensor.count() + " numbers, at most " + LONGEST_ARRAY + " are read");
    }
    float[] values = new float[(int) tensor.count()];
    long bytes = tensor.end() - tensor.begin();
    tensor.type().widen(file.asSlice(header.dataStart() + tensor.begin(), bytes), values);
    return values;
  }

  private TensorEntry tensor(String name) {
    TensorEntry tensor = header.tensors().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("there is no tensor " + quote(name));
    }
    return tensor;
  }

  @Override
  public void close() {
    arena.close();
  }
}
