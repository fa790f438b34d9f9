package org.obol.finetune.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a backend is fed.
 *
 * @param train {@code train.jsonl}
 * @param valid {@code valid.jsonl}, absent when nothing was to be held out
 * @param split what is in them, for the run manifest
 * @param dropped records left out, by the first rule that each broke
 */
public record PreparedData(
    Path train, Optional<Path> valid, SplitDescriptor split, Map<Rule, Long> dropped) {}
