package org.obol.trainer.text;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code tokenizer.json} says.
 *
 * @param reachable numbers of letters, of what merges make, and of whole words
 * @param first what the post-processor would put in front
 */
record TokenizerParts(
    Vocabulary vocabulary,
    List<AddedToken> added,
    Normalization normalization,
    Splitter splitter,
    Bpe bpe,
    TokenDecoder decoder,
    BitSet reachable,
    Optional<String> first) {}
