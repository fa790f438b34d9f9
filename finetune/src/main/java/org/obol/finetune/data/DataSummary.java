package org.obol.finetune.data;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;

/**
 * What a check found.
 *
 * @param file its name, without folders
 * @param format absent when no record has a known one
 * @param evidence how the format is known
 * @param shape how backends will read it, absent when no record is usable
 * @param blank blank lines
 * @param records lines that are not blank
 * @param dropped records left out, by the first rule that each broke
 * @param train records to train on
 * @param heldOut records to measure on
 * @param counts all findings, by rule
 * @param findings the ones that are told one by one
 * @param personal what looks like personal data, by label of the anonymizer
 * @param tokens lengths, absent without a tokenizer
 * @param preview the first records as the trainer will see them, none without a template
 */
public record DataSummary(
    String file,
    Source source,
    Optional<Format> format,
    String evidence,
    Optional<Shape> shape,
    long blank,
    long records,
    Map<Rule, Long> dropped,
    long train,
    long heldOut,
    Map<Rule, Long> counts,
    List<Finding> findings,
    Map<String, Long> personal,
    Optional<Json.Obj> tokens,
    List<List<Rendering.Segment>> preview) {

  /** Whether a rule is broken that no record can be dropped for, or one that none was. */
  boolean refuses(boolean drop) {
    return counts.keySet().stream()
        .anyMatch(rule -> rule.level() == Level.ERROR && !(drop && rule.costsOneRecord()));
  }

  /** Records left out. */
  public long droppedRecords() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }
}
