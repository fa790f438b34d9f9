package org.obol.finetune.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.obol.crypto.Sha256;

/** The typical broken inputs, by their number in the research of this project. */
final class BrokenFiles {

  static final String CHAT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
          + "{\"role\":\"assistant\",\"content\":\"hello\"}]}\n";
  private static final String ANSWER = "{\"role\":\"assistant\",\"content\":\"yes\"}";
  private static final String ASK = "{\"role\":\"user\",\"content\":\"no?\"}";
  private static final DataOptions NONE = DataOptions.defaults().split(new HeldOut.None(), 7);
  private static final DataOptions HALF =
      DataOptions.defaults().split(new HeldOut.Share(new BigDecimal("0.5")), 7);

  private BrokenFiles() {}

  static List<BrokenFile> all() {
    return Stream.of(unreadable(), lines(), messages(), formats(), contents(), besides())
        .flatMap(List::stream)
        .toList();
  }

  private static List<BrokenFile> unreadable() {
    return List.of(
        new BrokenFile("1 one JSON array", "[" + CHAT.strip() + "]"),
        new BrokenFile("2 pretty-printed", "{\n  \"text\": \"a\"\n}\n"),
        new BrokenFile("4 UTF-16", "{\"text\":\"a\"}\n".getBytes(UTF_16)),
        new BrokenFile("4 UTF-16 without a mark", "{\"text\":\"a\"}\n".getBytes(UTF_16LE)),
        new BrokenFile("4 Latin-1", "{\"text\":\"caf\u00e9\"}\n".getBytes(ISO_8859_1)),
        new BrokenFile("4 byte order mark", "\ufeff" + CHAT),
        new BrokenFile("gzip", gzip(CHAT)),
        new BrokenFile("zip", "PK\u0003\u0004...."),
        new BrokenFile("Parquet", "PAR1...."),
        new BrokenFile("empty", ""));
  }

  private static List<BrokenFile> lines() {
    return List.of(
        new BrokenFile("3 trailing comma", "{\"text\":\"a\",}\n"),
        new BrokenFile("3 single quotes", "{'text': 'a'}\n"),
        new BrokenFile("a character of four bytes outside a string", "\ud83d\ude00\n" + CHAT),
        new BrokenFile("3 Python's True", CHAT + "{\"messages\": [], \"ok\": True}\n"),
        new BrokenFile("5 two objects on one line", "{\"text\":\"a\"}{\"text\":\"b\"}\n"),
        new BrokenFile("6 blank line, cut off end", CHAT + "\n" + CHAT.substring(0, 40)),
        new BrokenFile("CR LF", CHAT.replace("\n", "\r\n")),
        new BrokenFile("not an object", CHAT + "\"text\"\n"),
        new BrokenFile(
            "20 duplicate key", "{\"prompt\":\"a\",\"prompt\":\"b\",\"completion\":\"c\"}\n"),
        new BrokenFile("20 NaN", "{\"text\":\"a\",\"score\":[1,NaN]}\n"),
        new BrokenFile("20 lone surrogate", "{\"text\":\"a\\ud800b\"}\n"),
        new BrokenFile("NUL", "{\"text\":\"a\\u0000b\"}\n"),
        new BrokenFile("raw NUL", "{\"text\":\"a\0b\"}\n"),
        new BrokenFile("large number", "{\"text\":\"a\",\"id\":9007199254740993}\n"),
        new BrokenFile("deep", "{\"text\":" + "[".repeat(70) + "]".repeat(70) + "}\n"),
        new BrokenFile("long line", "{\"text\":\"" + "a".repeat(SourceLines.LONGEST) + "\"}\n"));
  }

  private static List<BrokenFile> messages() {
    return List.of(
        new BrokenFile("7 encoded twice", "{\"messages\": \"[{\\\"role\\\":\\\"user\\\"}]\"}\n"),
        new BrokenFile("8 no messages", "{\"messages\": []}\n"),
        chat("8 system only", "{\"role\":\"system\",\"content\":\"x\"}"),
        chat("9 no assistant", ASK),
        chat("10 two of the user", ASK, ASK, ANSWER),
        chat("10 assistant first", ANSWER, ASK, ANSWER),
        new BrokenFile(
            "10 under a strict template",
            "{\"messages\":[" + String.join(",", ASK, ASK, ANSWER) + "]}\n",
            NONE.rendered(new ByteRendering(100, true))),
        chat("11 human", "{\"role\":\"human\",\"content\":\"x\"}", ANSWER),
        chat("11 Assistant", ASK, "{\"role\":\"Assistant\",\"content\":\"x\"}"),
        chat("11 model", ASK, "{\"role\":\"model\",\"content\":\"x\"}"),
        chat("12 null", ASK, "{\"role\":\"assistant\",\"content\":null}"),
        chat("12 number", ASK, "{\"role\":\"assistant\",\"content\":4}"),
        chat(
            "12 image",
            "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}",
            ANSWER),
        chat("13 system in the middle", ASK, "{\"role\":\"system\",\"content\":\"x\"}", ANSWER),
        chat(
            "18 unknown id",
            ASK,
            "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
            "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":\"4\"}",
            ANSWER),
        chat(
            "18 arguments",
            ASK,
            "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{x}\"}}]}"),
        chat("trailing user", ASK, ANSWER, ASK),
        chat("empty answer", ASK, "{\"role\":\"assistant\",\"content\":\" \"}"),
        chat("weight", ASK, "{\"role\":\"assistant\",\"content\":\"x\",\"weight\":0.5}"),
        chat("nothing learned", ASK, "{\"role\":\"assistant\",\"content\":\"x\",\"weight\":0}"),
        new BrokenFile("tools", CHAT.replace("{\"m", "{\"tools\":[{}],\"m")),
        new BrokenFile("tools in a string", CHAT.replace("{\"m", "{\"tools\":\"[]\",\"m")));
  }

  private static List<BrokenFile> formats() {
    return List.of(
        sharegpt("14 odd", "human", "gpt", "human"),
        sharegpt("14 gpt first", "gpt", "human"),
        sharegpt("speaker", "human", "robot"),
        new BrokenFile(
            "14 role and content", "{\"conversations\":[{\"role\":\"user\",\"content\":\"x\"}]}\n"),
        new BrokenFile("conversations", "{\"conversations\":{}}\n"),
        new BrokenFile("15 empty completion", "{\"prompt\":\"a\",\"completion\":\"\"}\n"),
        new BrokenFile("15 only spaces", "{\"prompt\":\"a\",\"completion\":\"  \"}\n"),
        new BrokenFile("15 completions", "{\"prompt\":\"a\",\"completions\":\"b\"}\n"),
        new BrokenFile("15 response", "{\"prompt\":\"a\",\"response\":\"b\"}\n"),
        new BrokenFile("space at join", "{\"prompt\":\"a \",\"completion\":\"b\"}\n"),
        new BrokenFile("empty prompt", "{\"prompt\":\"\",\"completion\":\"b\"}\n"),
        new BrokenFile("pair of two types", "{\"prompt\":\"a\",\"completion\":[]}\n"),
        new BrokenFile(
            "prompt changes its type",
            "{\"prompt\":\"a\",\"completion\":\"b\"}\n{\"prompt\":["
                + ASK
                + "],\"completion\":["
                + ANSWER
                + "]}\n"),
        new BrokenFile(
            "16 input null, then a string",
            """
            {"instruction":"a","input":null,"output":"b"}
            {"instruction":"c","input":"d","output":"e"}
            """),
        new BrokenFile(
            "alpaca",
            "{\"instruction\":\"\",\"input\":1,\"output\":null,"
                + "\"system\":[],\"history\":[[\"q\"]]}\n"),
        new BrokenFile(
            "17 mixed",
            CHAT + CHAT.replace("hi", "ho") + "{\"instruction\":\"a\",\"output\":\"b\"}\n"),
        new BrokenFile("unknown", CHAT + "{\"question\":\"a\",\"answer\":\"b\"}\n"),
        new BrokenFile("text", "{\"text\":\" \"}\n"));
  }

  private static List<BrokenFile> contents() {
    return List.of(
        new BrokenFile(
            "19 answer beyond the longest length",
            "{\"prompt\":\"" + "a".repeat(40) + "\",\"completion\":\"b\"}\n",
            NONE.rendered(ByteRendering.of(20))),
        new BrokenFile(
            "19 a megabyte of base64",
            "{\"prompt\":\"a\",\"completion\":\"" + "QUJD".repeat(1 << 18) + "\"}\n",
            NONE.rendered(ByteRendering.of(20))),
        new BrokenFile("20 tokens of a template", CHAT.replace("hi", "hi<|im_end|>")),
        new BrokenFile(
            "tokens of the tokenizer",
            CHAT.replace("hi", "hi</s>"),
            NONE.rendered(ByteRendering.of(100))),
        new BrokenFile("control and lost characters", CHAT.replace("hi", "\\u0007\ufffd")),
        new BrokenFile("personal data", CHAT.replace("hi", "write to ann@example.com")),
        new BrokenFile(
            "secret in another column", CHAT.replace("{\"m", "{\"from\":\"ann@example.com\",\"m")),
        new BrokenFile(
            "content in parts",
            CHAT + CHAT.replace("\"hi\"", "[{\"type\":\"text\",\"text\":\"ho\"}]")));
  }

  private static List<BrokenFile> besides() {
    return List.of(
        new BrokenFile("other file", CHAT, NONE.expecting(Sha256.hash("another"))),
        new BrokenFile("same record twice", CHAT + CHAT + CHAT.replace("hello", "bye")),
        new BrokenFile("same record in train and valid", CHAT + CHAT, HALF),
        new BrokenFile("1 record, evaluation wanted", CHAT, HALF),
        new BrokenFile("batch", CHAT, NONE.batch(4)),
        new BrokenFile(
            "all held out",
            CHAT + CHAT.replace("hi", "ho"),
            DataOptions.defaults().split(new HeldOut.Records(2), 7)));
  }

  private static BrokenFile chat(String name, String... messages) {
    return new BrokenFile(name, "{\"messages\":[" + String.join(",", messages) + "]}\n");
  }

  private static BrokenFile sharegpt(String name, String... speakers) {
    var turns = new StringJoiner(",", "{\"conversations\":[", "]}\n");
    for (String speaker : speakers) {
      turns.add("{\"from\":\"" + speaker + "\",\"value\":\"x\"}");
    }
    return new BrokenFile(name, turns.toString());
  }

  private static byte[] gzip(String text) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
