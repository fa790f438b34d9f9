package org.obol.finetune.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.obol.finetune.data.Rendering;
import org.obol.finetune.data.Samples;
import org.obol.trainer.base.BaseFolder;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.text.ChatTemplate;
import org.obol.trainer.text.Encoder;
import org.obol.trainer.text.Example;
import org.obol.trainer.text.Sample;

/** A base model with a template: records become tokens, and tokens a loss. */
final class LoadedBase implements Rendering, AutoCloseable {

  private final Path path;
  private final BaseFolder folder;
  private final ChatTemplate template;
  private final Encoder encoder;
  private final int longest;
  private Optional<BaseModel> model = Optional.empty();

  private LoadedBase(Path path, BaseFolder folder, Optional<ChatTemplate> template, int longest) {
    this.path = path;
    this.folder = folder;
    this.template = template.orElseGet(() -> folder.templateHint().suggestion());
    this.longest = longest;
    encoder = new Encoder(folder.tokenizer(), folder.specialTokens(), this.template, longest);
  }

  /**
   * The model in {@code path} with {@code template}, else the one that its own looks like.
   *
   * @throws org.obol.crypto.ObolException when it is no base model, or template and tokenizer do
   *     not fit
   */
  static LoadedBase open(Path path, Optional<ChatTemplate> template, int maxLength) {
    BaseFolder folder = BaseFolder.open(path);
    try {
      long most = folder.maxLength().orElse((long) maxLength);
      return new LoadedBase(path, folder, template, (int) Math.min(maxLength, most));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  BaseFolder folder() {
    return folder;
  }

  ChatTemplate template() {
    return template;
  }

  /**
   * The weights, read when first asked for.
   *
   * @throws org.obol.crypto.ObolException when this trainer does not know the architecture
   */
  synchronized BaseModel model() {
    BaseModel loaded = model.orElseGet(() -> BaseModel.load(config(), folder.weights()));
    model = Optional.of(loaded);
    return loaded;
  }

  ModelConfig config() {
    return ModelConfig.read(path.resolve("config.json"));
  }

  /** The records of a file that the data check wrote. */
  List<Example> examples(Path records) {
    try (Stream<Sample> samples = Samples.read(records)) {
      return samples.map(this::encode).toList();
    }
  }

  @Override
  public Example encode(Sample sample) {
    return encoder.encode(sample);
  }

  @Override
  public List<Segment> render(Sample sample) {
    return template.render(sample, folder.specialTokens()).stream()
        .map(segment -> new Segment(segment.text(), segment.trained()))
        .toList();
  }

  @Override
  public Set<String> specialTokens() {
    return new TreeSet<>(template.specialTokens());
  }

  @Override
  public int longest() {
    return longest;
  }

  @Override
  public boolean strictTurns() {
    return false;
  }

  @Override
  public void close() {
    folder.close();
  }
}
