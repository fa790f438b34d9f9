package org.obol.trainer.base;

/** The text from which the merges of our base models are learned. Not to be changed. */
final class Primer {

  static final String TEXT =
      """
      A dataset is a list of records. Each record is one line of text, and each line is one object \
      with fields and values. Whoever owns the records can sell them, and whoever buys them can \
      check that nothing was changed on the way. The owner signs every version, so the buyer knows \
      which version it is, who made it, and what came before it.

      The user asks a question, the assistant gives an answer, and the system says how the \
      assistant should behave. What is the weather like today? It is warm and there will be rain \
      in the evening. How do I read a file in this language? You open it, read the lines one after \
      another, and close it at the end. Thank you, that was very helpful. You are welcome.

      When a model is trained, it sees the same text many times. Every time it makes a small step, \
      so that the next word becomes a little more likely. The training stops when the loss on \
      other records, which were held back, does not get better any more. There is no magic in \
      this: there are only numbers, and they would be the same for everyone who does the same \
      thing with the same data. That is why the result can be checked by others.

      Please write a short summary of the following message. The customer ordered three items on \
      Monday, paid for them on Tuesday, and received only two of them on Friday. She would like to \
      know where the third one is. Her order number is 12345, and her name has been removed from \
      this text. I have looked into the order and found that the third item will be sent with the \
      next delivery, within 10 days. I am sorry for the trouble.

      {"prompt": "What is the capital of France?", "completion": "The capital of France is Paris."}
      {"messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello! \
      How can I help you?"}]}

      for (int i = 0; i < list.size(); i++) {
          System.out.println("item " + i + " of " + list.size());
      }
      if x == 0: return None  # there is nothing to do
      def add(first, second): return first + second

      In 2024 there were 1000 of them, in 2025 there were 2000, and in 2026 we expect about 3000. \
      That is an increase of 50 percent from one year to the next. It isn't much, but we're happy \
      with it, and they've told us that they'll stay. Don't you think so? I'd say it's the best \
      that could have happened to us. Some people think that this should not be done at all; \
      others say that it must be done, and soon. Both of them have good reasons for what they say.
      """;

  private Primer() {}
}
