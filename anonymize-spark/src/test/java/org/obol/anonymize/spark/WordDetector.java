package org.obol.anonymize.spark;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Takes the first of one word in each text for the name of a person. */
record WordDetector(String word) implements Detector, Serializable {
  @Override
  public void detect(List<Text> texts, List<Spans> spans) {
    for (int i = 0; i < texts.size(); i++) {
      Text text = texts.get(i);
      String all =
          new String(text.bytes, text.from, text.to - text.from, StandardCharsets.ISO_8859_1);
      int at = all.indexOf(word);
      if (at >= 0) {
        spans.get(i).add(Label.PERSON, text.from + at, text.from + at + word.length());
      }
    }
  }
}
