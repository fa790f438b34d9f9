package org.obol.finetune.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Collectors;
import org.obol.crypto.Sha256;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;
import org.obol.trainer.text.Turn.Role;

/**
 * The records that ask the same: they are trained on together or held out together. What is asked
 * is the prompt, of a conversation its beginning up to the first turn of the user, of plain text
 * all of it; capital ASCII letters count as small ones and runs of ASCII white space as one space,
 * so that trivial variants stay together too.
 *
 * @param sha256 of what is asked
 */
record PromptGroup(byte[] sha256) {

  static PromptGroup of(Sample sample) {
    String asked =
        switch (sample) {
          // A prompt of nothing says nothing: such records would all be one group.
          case Sample.Completion pair ->
              pair.prompt().isBlank() ? pair.completion() : pair.prompt();
          case Sample.PlainText plain -> plain.text();
          case Sample.Chat chat -> opening(chat);
        };
    return new PromptGroup(Sha256.digest().digest(folded(asked).getBytes(StandardCharsets.UTF_8)));
  }

  /** Its place in the order of all groups under that seed, an unsigned number. */
  long order(long seed) {
    MessageDigest digest = Sha256.digest();
    digest.update((SplitDescriptor.METHOD + "\0").getBytes(StandardCharsets.US_ASCII));
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    return ByteBuffer.wrap(digest.digest(sha256)).getLong();
  }

  /** A number that tells it from others, for looking for duplicates. */
  long fingerprint() {
    return ByteBuffer.wrap(sha256).getLong();
  }

  private static String opening(Sample.Chat chat) {
    int end = 0;
    while (end < chat.turns().size() && chat.turns().get(end).role() != Role.USER) {
      end++;
    }
    return chat.turns().stream()
        .limit(end + 1L)
        .map(PromptGroup::line)
        .collect(Collectors.joining("\0"));
  }

  private static String line(Turn turn) {
    return CanonicalRecord.name(turn.role()) + "\0" + turn.content();
  }

  private static String folded(String text) {
    var out = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || (c >= '\t' && c <= '\r')) {
        space = !out.isEmpty();
        continue;
      }
      if (space) {
        out.append(' ');
        space = false;
      }
      out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return out.toString();
  }
}
