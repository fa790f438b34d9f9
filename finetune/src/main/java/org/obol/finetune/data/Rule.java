package org.obol.finetune.data;

import static org.obol.finetune.data.Level.ERROR;
import static org.obol.finetune.data.Level.INFO;
import static org.obol.finetune.data.Level.WARNING;

/**
 * Everything that a check can find. Rules of one id are one demand that is broken in different
 * ways; the first letter of the id is the family: F the file, C content of any format, M messages,
 * P prompt and completion, A alpaca, S sharegpt, T text.
 */
public enum Rule {
  NOT_UTF8(
      "F1",
      ERROR,
      "the line is not UTF-8",
      "convert the file, for example with iconv -f LATIN1 -t UTF-8"),
  UTF16("F1", ERROR, "the file is UTF-16", "convert it: iconv -f UTF-16 -t UTF-8"),
  BYTE_ORDER_MARK(
      "F1",
      WARNING,
      "the file begins with a byte order mark",
      "nothing to do here: what is trained on goes without; other readers may stumble"),
  NUL("F1", ERROR, "a NUL character", "remove it: no text has one, and many readers stop there"),
  LONE_SURROGATE(
      "F1",
      ERROR,
      "half of a surrogate pair, which no UTF-8 can write",
      "write the text again from its source without cutting characters in two"),
  COMPRESSED("F2", ERROR, "the file is compressed", "unpack it (gunzip, unzip, zstd -d) first"),
  COLUMNAR(
      "F2",
      ERROR,
      "the file is a table of columns, not JSON Lines",
      "export it as JSON Lines, for example with DuckDB: COPY (…) TO 'x.jsonl' (FORMAT json)"),
  JSON_ARRAY(
      "F2",
      ERROR,
      "the file is one JSON array",
      "write one record on each line: jq -c '.[]' FILE > NEW.jsonl"),
  CARRIAGE_RETURN(
      "F3",
      WARNING,
      "the line ends with CR LF",
      "nothing to do here; other readers may keep the CR: dos2unix FILE"),
  BLANK_LINE(
      "F3",
      WARNING,
      "a blank line",
      "nothing to do here: it is no record; some loaders stop at it"),
  NO_LAST_LINE_FEED(
      "F3", INFO, "the last line has no line feed", "check that the file came over whole"),
  LINE_TOO_LONG("F4", ERROR, "a line of more than 16 MiB", "cut the record into shorter ones"),
  BEYOND_LIMIT(
      "F4",
      ERROR,
      "JSON nested or written larger than is read",
      "keep to 64 levels, numbers of 32 and keys of 50000 characters"),
  DUPLICATE_KEY("F5", ERROR, "an object has a key twice", "keep one of the two members"),
  NOT_A_NUMBER(
      "F5", ERROR, "NaN or Infinity, which JSON does not have", "write a number or leave it out"),
  NUMBER_TOO_LARGE(
      "F5",
      WARNING,
      "a whole number beyond 2^53, which readers round",
      "write it as a string if its digits matter"),
  NOT_JSON("F6", ERROR, "the line is not JSON", "mend the line: one JSON object, nothing else"),
  SINGLE_QUOTES(
      "F6",
      ERROR,
      "the line is a Python dictionary, not JSON",
      "write records with json.dumps, not with str or print"),
  TRAILING_COMMA("F6", ERROR, "a comma with nothing after it", "remove the comma"),
  CUT_OFF(
      "F6",
      ERROR,
      "the line ends in the middle of the record",
      "fetch the file again: the end of it, or a part, did not come over"),
  SPREAD_OVER_LINES(
      "F6",
      ERROR,
      "the first record goes on over several lines",
      "write each record on one line: jq -c . FILE > NEW.jsonl"),
  TWO_VALUES("F6", ERROR, "something follows the record", "put each record on a line of its own"),
  NOT_AN_OBJECT(
      "F6", ERROR, "the line is JSON, but no object", "write a record as {\"column\": value, …}"),
  NO_RECORDS("F7", ERROR, "there is no record to train on", "check that this is the right file"),
  TOO_FEW_RECORDS(
      "F7",
      ERROR,
      "too few records for what is wanted",
      "hold out fewer, lower the batch, or add records"),
  ONE_PROMPT(
      "F7",
      ERROR,
      "all records have one prompt, so none can be held out",
      "add records with other prompts, or hold out none"),
  OTHER_FILE(
      "F8",
      ERROR,
      "the file is not the one of the version that was bought",
      "fetch it again, or name the version that it is of"),
  UNKNOWN_SHAPE(
      "F9",
      ERROR,
      "the record has no known format",
      "name the columns: messages; prompt and completion; instruction and output; conversations;"
          + " or text"),
  MIXED_SHAPES(
      "F9", ERROR, "records of more than one format", "split the file by format, and train on one"),
  NULL_AND_VALUE(
      "F10",
      WARNING,
      "a column is null in some records and a value in others",
      "nothing to do here: what is trained on has no nulls; other loaders guess the type too"
          + " early"),
  TYPE_VARIES(
      "F10",
      WARNING,
      "a value changes its type",
      "nothing to do here: what is trained on is uniform; other loaders may stop"),
  TYPE_CHANGES(
      "F10",
      ERROR,
      "a column that is trained on changes its type",
      "write it the same way in all records: all strings, or all lists of messages"),
  DUPLICATE_RECORD(
      "F11",
      WARNING,
      "a record that was there before",
      "remove it unless it shall count twice; copies stay on one side of the split"),
  SAME_PROMPT(
      "F11",
      INFO,
      "a prompt that was there before, with another answer",
      "nothing to do here: they stay on one side of the split"),
  DUPLICATES_NOT_SOUGHT(
      "F11",
      INFO,
      "more records than are compared with each other",
      "look for duplicates with another tool"),
  EXTRA_COLUMN(
      "F12", INFO, "a column that is not trained on", "nothing to do here: it is left out"),
  PERSONAL_DATA(
      "F12",
      WARNING,
      "what looks like personal data or a secret",
      "have it replaced: obol dataset anonymize"),
  EMPTY_TARGET(
      "C1", ERROR, "an answer that is empty or white space", "write the answer or drop the record"),
  CONTROL_CHARACTER("C2", WARNING, "a control character", "remove it from the text"),
  REPLACEMENT_CHARACTER(
      "C2",
      WARNING,
      "U+FFFD, which stands where a character was lost",
      "make the text again from its source in its true encoding"),
  SPECIAL_TOKEN(
      "C3",
      WARNING,
      "a token of chat templates stands in the text",
      "remove it: the model takes it for the end of a turn, or for another speaker"),
  CUT_SHORT(
      "C4",
      WARNING,
      "the record is longer than what is trained on",
      "raise the longest length, or shorten the record"),
  ANSWER_CUT(
      "C4",
      ERROR,
      "the whole answer lies beyond the longest length",
      "raise the longest length, shorten the record, or leave it out with --drop"),
  NOTHING_TRAINED(
      "C5",
      ERROR,
      "the record has no token that is learned",
      "let a turn of the assistant be trained, or leave it out with --drop"),
  LOPSIDED(
      "C6",
      INFO,
      "prompt and answer differ in length by more than a thousand times",
      "look whether columns were mixed up"),
  MESSAGES_NOT_A_LIST(
      "M1",
      ERROR,
      "\"messages\" is not a list of messages",
      "write [{\"role\": \"user\", \"content\": \"…\"}, …]"),
  MESSAGES_IN_A_STRING(
      "M1",
      ERROR,
      "\"messages\" is a string with JSON in it",
      "it was encoded twice: write the list itself"),
  MESSAGES_EMPTY("M1", ERROR, "\"messages\" is empty", "remove the record"),
  UNKNOWN_ROLE(
      "M2", ERROR, "a role that is none of system, developer, user, assistant, tool", "rename it"),
  NO_CONTENT(
      "M3",
      ERROR,
      "a message without content",
      "write \"content\"; it may be null only where the assistant calls tools"),
  CONTENT_NOT_TEXT(
      "M3",
      ERROR,
      "content that is not text",
      "write a string; parts of other types than text cannot be trained on here"),
  SYSTEM_NOT_FIRST(
      "M4", ERROR, "a system message that is not the first", "put it first, or remove it"),
  NO_ASSISTANT(
      "M5", ERROR, "no message of the assistant", "add the answer: there is nothing to learn"),
  TRAILING_TURN(
      "M5",
      WARNING,
      "messages after the last one of the assistant",
      "nothing to do here: they are left out"),
  TURNS_REPEAT(
      "M6",
      WARNING,
      "user and assistant do not take turns",
      "merge the messages; some templates refuse such a record"),
  TURNS_REPEAT_STRICT(
      "M6",
      ERROR,
      "user and assistant do not take turns, which this template demands",
      "merge the messages, or choose another template"),
  TOOL_CALL_MALFORMED(
      "M7",
      ERROR,
      "a call of a tool without function name and arguments",
      "write {\"id\": …, \"function\": {\"name\": …, \"arguments\": …}}"),
  TOOL_ID_UNKNOWN(
      "M7",
      ERROR,
      "a tool answers a call that nobody made",
      "give \"tool_call_id\" the id of an earlier call"),
  ARGUMENTS_NOT_JSON(
      "M7",
      ERROR,
      "arguments of a call that are not a JSON object",
      "write an object, or a string with one in it"),
  TOOLS_MALFORMED("M8", ERROR, "\"tools\" is not a list of objects", "write a list of schemas"),
  TOOLS_LEFT_OUT(
      "M8",
      WARNING,
      "schemas of tools, which are not trained on",
      "put what the model shall read about its tools into the system message"),
  BAD_FLAG("M9", ERROR, "a flag that is neither 0 nor 1", "write 0 to not learn a message, or 1"),
  PAIR_INCOMPLETE(
      "P1", ERROR, "prompt or completion is missing", "name both columns: prompt and completion"),
  PAIR_TYPES(
      "P1",
      ERROR,
      "prompt and completion are not of one type",
      "write two strings, or two lists of messages"),
  COMPLETION_EMPTY(
      "P2", ERROR, "a completion that is empty or white space", "write it or drop the record"),
  SPACE_AT_JOIN(
      "P3",
      WARNING,
      "the prompt ends with white space",
      "move it to the start of the completion: tokens join differently there"),
  PROMPT_EMPTY(
      "P4", WARNING, "the prompt is empty", "use the format text if all that is wanted is text"),
  INSTRUCTION_EMPTY("A1", ERROR, "no instruction", "write a string that is not empty"),
  OUTPUT_EMPTY("A1", ERROR, "no output", "write a string that is not empty"),
  INPUT_NOT_TEXT("A2", ERROR, "an input that is not a string", "write a string, or leave it out"),
  HISTORY_MALFORMED(
      "A3",
      ERROR,
      "a history that is not a list of pairs",
      "write [[\"question\", \"answer\"], …]"),
  SYSTEM_NOT_TEXT("A4", ERROR, "a system that is not a string", "write a string, or leave it out"),
  CONVERSATION_MALFORMED(
      "S1",
      ERROR,
      "\"conversations\" is not a list of turns",
      "write [{\"from\": \"human\", \"value\": \"…\"}, …]"),
  UNKNOWN_SPEAKER(
      "S2",
      ERROR,
      "a speaker that is not known",
      "use system, human, gpt, function_call or observation"),
  SPEAKERS_OUT_OF_TURN(
      "S3",
      ERROR,
      "a turn where the other side must speak",
      "let human and gpt take turns, human first"),
  MIXED_KEYS(
      "S4",
      ERROR,
      "turns with role and content in \"conversations\"",
      "rename the column to messages, or the keys to from and value"),
  ENDS_WITHOUT_ANSWER("S5", ERROR, "the last turn is not of gpt", "add the answer or cut the turn"),
  TEXT_EMPTY("T1", ERROR, "no text", "write a string that is not empty"),
  TEXT_UNMASKED(
      "T2",
      INFO,
      "plain text has no prompt to leave out: all of it is learned",
      "use prompt and completion to learn answers only");

  private final String id;
  private final Level level;
  private final String title;
  private final String hint;

  Rule(String id, Level level, String title, String hint) {
    this.id = id;
    this.level = level;
    this.title = title;
    this.hint = hint;
  }

  /** The demand, such as F1 or M3; several rules may share it. */
  public String id() {
    return id;
  }

  /** How much it matters. */
  public Level level() {
    return level;
  }

  /** What is wrong, in a few words. */
  public String title() {
    return title;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }

  /** Whether it makes one record useless and leaves the others, so that the one can be dropped. */
  public boolean costsOneRecord() {
    return level == ERROR && !id.startsWith("F");
  }
}
