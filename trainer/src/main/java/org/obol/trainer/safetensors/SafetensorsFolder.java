package org.obol.trainer.safetensors;

import static org.obol.trainer.safetensors.SafetensorsException.quote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/**
 * The weights of a model's folder: {@value #WHOLE}, or the shards that {@value #INDEX} lists. For
 * any number of threads until it is closed.
 */
public final class SafetensorsFolder implements Weights, AutoCloseable {

  /** Weights in one file. */
  public static final String WHOLE = "model.safetensors";

  /** Which tensor is in which of several files. */
  public static final String INDEX = "model.safetensors.index.json";

  private static final int MAX_INDEX = 16 << 20;

  /** Formats that run code when they are loaded. */
  private static final Set<String> PICKLES = Set.of("bin", "pt", "pth", "ckpt", "pkl", "pickle");

  private final SortedMap<String, SafetensorsFile> files;
  private final SortedMap<String, SafetensorsFile> byTensor;

  private SafetensorsFolder(
      SortedMap<String, SafetensorsFile> files, SortedMap<String, SafetensorsFile> byTensor) {
    this.files = Collections.unmodifiableSortedMap(files);
    this.byTensor = Collections.unmodifiableSortedMap(byTensor);
  }

  /**
   * Opens all files and checks their headers and the index.
   *
   * @throws SafetensorsException naming the file and the tensor; also when the folder has weights
   *     that could run code, even beside good ones
   */
  public static SafetensorsFolder open(Path folder) {
    refusePickles(folder);
    boolean whole = Files.exists(folder.resolve(WHOLE));
    boolean index = Files.exists(folder.resolve(INDEX));
    if (whole && index) {
      throw new SafetensorsException(
          folder + " has both " + WHOLE + " and " + INDEX + "; delete the one that is not meant");
    }
    if (!whole && !index) {
      throw new SafetensorsException(folder + " has neither " + WHOLE + " nor " + INDEX);
    }
    SortedMap<String, SafetensorsFile> files = new TreeMap<>();
    try {
      if (whole) {
        files.put(WHOLE, SafetensorsFile.open(folder.resolve(WHOLE)));
        return new SafetensorsFolder(files, byTensor(files));
      }
      Map<String, String> fileOf = index(folder.resolve(INDEX));
      for (String name : fileOf.values()) {
        if (!files.containsKey(name)) {
          files.put(name, SafetensorsFile.open(folder.resolve(name)));
        }
      }
      SortedMap<String, SafetensorsFile> byTensor = byTensor(files);
      requireAsListed(fileOf, files);
      return new SafetensorsFolder(files, byTensor);
    } catch (RuntimeException e) {
      files.values().forEach(SafetensorsFile::close);
      throw e;
    }
  }

  private static void refusePickles(Path folder) {
    try (Stream<Path> held = Files.list(folder)) {
      held.map(path -> String.valueOf(path.getFileName()))
          .filter(SafetensorsFolder::isPickle)
          .sorted()
          .findFirst()
          .ifPresent(
              name -> {
                throw new SafetensorsException(
                    folder
                        + " has "
                        + quote(name)
                        + ", a format that can run code when it is loaded. Only safetensors are"
                        + " read: convert it, or take it out of the folder");
              });
    } catch (IOException e) {
      throw new SafetensorsException("cannot read the folder " + folder + ": it is not there", e);
    }
  }

  private static boolean isPickle(String name) {
    int dot = name.lastIndexOf('.');
    return dot >= 0 && PICKLES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** File of each tensor, as the index says. */
  private static Map<String, String> index(Path path) {
    try {
      if (Files.size(path) > MAX_INDEX) {
        throw new SafetensorsException(path + " has more than " + MAX_INDEX + " bytes");
      }
      Json.Obj map =
          JsonReader.read(Files.readAllBytes(path), MAX_INDEX)
              .asObject("the index")
              .object("weight_map")
              .orElseThrow(() -> new JsonException("field \"weight_map\" is missing"));
      Map<String, String> fileOf = new TreeMap<>();
      map.members().forEach((tensor, file) -> fileOf.put(tensor, shard(tensor, file)));
      return fileOf;
    } catch (JsonException e) {
      throw new SafetensorsException(path + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new SafetensorsException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static String shard(String tensor, Json file) {
    String name = file.asText("the file of tensor " + quote(tensor));
    // A plain name: an index must not lead out of the folder.
    if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*\\.safetensors")) {
      throw new JsonException(
          "the file of tensor " + quote(tensor) + " is " + quote(name) + ", not a plain name");
    }
    return name;
  }

  private static SortedMap<String, SafetensorsFile> byTensor(
      SortedMap<String, SafetensorsFile> files) {
    SortedMap<String, SafetensorsFile> byTensor = new TreeMap<>();
    files.forEach(
        (fileName, file) -> {
          for (String tensor : file.names()) {
            if (byTensor.put(tensor, file) != null) {
              throw TensorEntry.refused(tensor, "is in two files, one is " + fileName);
            }
          }
        });
    return byTensor;
  }

  private static void requireAsListed(
      Map<String, String> fileOf, SortedMap<String, SafetensorsFile> files) {
    fileOf.forEach(
        (tensor, name) -> {
          SafetensorsFile file = files.get(name);
          if (file == null || !file.names().contains(tensor)) {
            throw TensorEntry.refused(tensor, "is not in " + name + ", where " + INDEX + " has it");
          }
        });
    files.forEach(
        (name, file) -> {
          for (String tensor : file.names()) {
            if (!fileOf.containsKey(tensor)) {
              throw TensorEntry.refused(tensor, "is in " + name + ", and not in " + INDEX);
            }
          }
        });
  }

  /** Names of the files, sorted. */
  public List<String> files() {
    return List.copyOf(files.keySet());
  }

  @Override
  public Set<String> names() {
    return byTensor.keySet();
  }

  @Override
  public List<Integer> shape(String name) {
    return file(name).shape(name);
  }

  @Override
  public float[] read(String name) {
    return file(name).read(name);
  }

  private SafetensorsFile file(String tensor) {
    SafetensorsFile file = byTensor.get(tensor);
    if (file == null) {
      throw new IllegalArgumentException("there is no tensor " + quote(tensor));
    }
    return file;
  }

  @Override
  public void close() {
    files.values().forEach(SafetensorsFile::close);
  }
}
