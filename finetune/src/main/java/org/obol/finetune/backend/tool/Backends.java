package org.obol.finetune.backend.tool;

import java.util.List;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.Backend;

/** All backends there are. */
public final class Backends {

  private final List<Backend> all;

  /**
   * The backends, the one in this process first.
   *
   * @param version of this program
   */
  public Backends(JvmTrainer trainer, String version) {
    all =
        List.of(
            new Jvm(trainer, version),
            new MlxLora(),
            new Trl(),
            new Axolotl(),
            new Unsloth(),
            new LlamaFactory(),
            new Torchtune(),
            new Mock(version));
  }

  /** All, in the order in which they are shown. */
  public List<Backend> all() {
    return all;
  }

  /**
   * The backend of that name.
   *
   * @throws ObolException naming all there are
   */
  public Backend require(String id) {
    return all.stream()
        .filter(backend -> backend.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.USAGE,
                    "there is no backend \""
                        + id
                        + "\"; there are "
                        + String.join(", ", all.stream().map(Backend::id).toList())));
  }
}
