/**
 * One contract over many trainers: what a run is told, what a trainer makes of it, and what came
 * out. {@link org.obol.finetune.backend.BackendRun} is the way through; tools are in {@code tool},
 * processes in {@code launch}, adapters in {@code adapter}.
 */
@NullMarked
package org.obol.finetune.backend;

import org.jspecify.annotations.NullMarked;
