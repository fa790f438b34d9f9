package org.obol.trainer.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** From tokens back to text: the decoder of a model. */
sealed interface TokenDecoder {

  /** Tokens are bytes, written in {@link ByteLetters}. */
  record Letters() implements TokenDecoder {
    @Override
    public List<String> apply(List<String> tokens) {
      var bytes = new ByteArrayOutputStream();
      tokens.forEach(token -> bytes.writeBytes(ByteLetters.bytesOfToken(token)));
      return List.of(new String(withoutSurrogates(bytes.toByteArray()), StandardCharsets.UTF_8));
    }

    /**
     * Java makes one U+FFFD of the bytes of a surrogate, and Unicode (3.9, practice W3C), as the
     * library, one of each byte.
     */
    private static byte[] withoutSurrogates(byte[] bytes) {
      for (int i = 0; i + 1 < bytes.length; i++) {
        if ((bytes[i] & 0xff) == 0xed && (bytes[i + 1] & 0xe0) == 0xa0) {
          bytes[i] = (byte) 0xff;
        }
      }
      return bytes;
    }
  }

  /** Replaces a text in each token. */
  record Replace(String what, String by) implements TokenDecoder {
    @Override
    public List<String> apply(List<String> tokens) {
      return tokens.stream().map(token -> token.replace(what, by)).toList();
    }
  }

  /** Runs of tokens such as {@code <0x0A>} become the text of which they are the UTF-8 bytes. */
  record ByteFallback() implements TokenDecoder {
    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    @Override
    public List<String> apply(List<String> tokens) {
      List<String> decoded = new ArrayList<>();
      var bytes = new ByteArrayOutputStream();
      for (String token : tokens) {
        if (BYTE.matcher(token).matches()) {
          bytes.write(Integer.parseInt(token.substring(3, 5), 16));
        } else {
          flush(bytes, decoded);
          decoded.add(token);
        }
      }
      flush(bytes, decoded);
      return decoded;
    }

    private static void flush(ByteArrayOutputStream bytes, List<String> out) {
      if (bytes.size() == 0) {
        return;
      }
      try {
        out.add(
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                .toString());
      } catch (CharacterCodingException e) {
        out.add("\uFFFD".repeat(bytes.size()));
      }
      bytes.reset();
    }
  }

  /** All tokens become one. */
  record Fuse() implements TokenDecoder {
    @Override
    public List<String> apply(List<String> tokens) {
      return List.of(String.join("", tokens));
    }
  }

  /** Takes a character away, so many times at most, from the begin of each token. */
  record Strip(String content, int start) implements TokenDecoder {
    @Override
    public List<String> apply(List<String> tokens) {
      return tokens.stream().map(this::stripped).toList();
    }

    private String stripped(String token) {
      String rest = token;
      for (int i = 0; i < start && rest.startsWith(content); i++) {
        rest = rest.substring(content.length());
      }
      return rest;
    }
  }

  /** One after the other. */
  record Chain(List<TokenDecoder> steps) implements TokenDecoder {
    /** Copies the steps. */
    public Chain {
      steps = List.copyOf(steps);
    }

    @Override
    public List<String> apply(List<String> tokens) {
      List<String> done = tokens;
      for (TokenDecoder step : steps) {
        done = step.apply(done);
      }
      return done;
    }
  }

  /** Texts that are joined in the end. */
  List<String> apply(List<String> tokens);
}
