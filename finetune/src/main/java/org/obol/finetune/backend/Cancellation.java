package org.obol.finetune.backend;

import java.util.concurrent.CompletableFuture;

/** Lets any thread stop a run, once. */
public final class Cancellation {

  private final CompletableFuture<String> reason = new CompletableFuture<>();

  /** Stops the run that watches this; {@code why} is shown. Later calls change nothing. */
  public void cancel(String why) {
    boolean ignored = reason.complete(why);
  }

  /** Whether somebody has cancelled. */
  public boolean isCancelled() {
    return reason.isDone();
  }

  /** Completes with the reason when somebody cancels; completing it cancels nothing. */
  public CompletableFuture<String> reason() {
    return reason.copy();
  }
}
