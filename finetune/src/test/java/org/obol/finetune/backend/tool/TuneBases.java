package org.obol.finetune.backend.tool;

import java.nio.file.Path;
import org.obol.finetune.backend.Plans;

/** Folders that look like base models to the part that configures torchtune. */
final class TuneBases {

  private TuneBases() {}

  static void write(Path base, String type) {
    config(base, "\"model_type\":\"" + type + "\"");
    Plans.write(base.resolve("model.safetensors"), "not looked into");
    for (String file : new String[] {"vocab.json", "merges.txt", "tokenizer.model"}) {
      Plans.write(base.resolve(file), "not looked into");
    }
  }

  static void config(Path base, String members) {
    Plans.write(
        base.resolve("config.json"),
        "{"
            + members
            + ",\"vocab_size\":300,\"num_hidden_layers\":2,\"num_attention_heads\":4,"
            + "\"num_key_value_heads\":2,\"hidden_size\":64,\"intermediate_size\":128,"
            + "\"max_position_embeddings\":256,\"rms_norm_eps\":1e-06,\"rope_theta\":10000.0}");
  }
}
