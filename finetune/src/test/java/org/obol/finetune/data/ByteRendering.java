package org.obol.finetune.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.obol.trainer.text.Example;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;

/** A template as plain as can be, and a token for each byte. */
record ByteRendering(int longest, boolean strictTurns) implements Rendering {

  static ByteRendering of(int longest) {
    return new ByteRendering(longest, false);
  }

  @Override
  public Example encode(Sample sample) {
    var ids = new ArrayList<Integer>();
    var trained = new BitSet();
    for (Segment segment : render(sample)) {
      for (byte b : segment.text().getBytes(StandardCharsets.UTF_8)) {
        trained.set(ids.size(), segment.trained() && !ids.isEmpty() && ids.size() < longest);
        ids.add(b & 0xff);
      }
    }
    int[] all = ids.stream().mapToInt(Integer::intValue).toArray();
    int kept = Math.min(longest, all.length);
    return new Example(Arrays.copyOf(all, kept), trained, all.length - kept);
  }

  @Override
  public List<Segment> render(Sample sample) {
    return switch (sample) {
      case Sample.PlainText plain -> List.of(new Segment(plain.text(), true));
      case Sample.Completion pair ->
          List.of(new Segment(pair.prompt(), false), new Segment(pair.completion(), true));
      case Sample.Chat chat -> {
        List<Segment> segments = new ArrayList<>();
        for (Turn turn : chat.turns()) {
          segments.add(new Segment(CanonicalRecord.name(turn.role()) + ": ", false));
          segments.add(new Segment(turn.content(), turn.trained()));
          segments.add(new Segment("\n", turn.trained()));
        }
        yield segments;
      }
    };
  }

  @Override
  public Set<String> specialTokens() {
    return Set.of("</s>");
  }
}
