package org.obol.finetune.run;

import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.Probe;

/**
 * What a run would start.
 *
 * @param probe whether the backend is here
 * @param prepared its configuration and commands; a name like {@code <out>.unfinished} in them is
 *     the folder that the run would have
 * @param template how records become text
 */
public record DryRun(Probe probe, Prepared prepared, String template) {}
