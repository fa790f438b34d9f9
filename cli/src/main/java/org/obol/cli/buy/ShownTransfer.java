package org.obol.cli.buy;

import java.util.Optional;
import org.obol.cli.Progress;
import org.obol.cli.Session;
import org.obol.client.transfer.TransferListener;
import org.obol.dataset.manifest.FileName;

/** Shows a purchase to people as it goes on. */
final class ShownTransfer implements TransferListener, AutoCloseable {

  private final Session session;
  private Optional<Progress> progress = Optional.empty();

  ShownTransfer(Session session) {
    this.session = session;
  }

  @Override
  public void warning(String sentence) {
    session.warn(sentence);
  }

  @Override
  public synchronized void started(FileName file, long size, long kept) {
    progress.ifPresent(Progress::close);
    Progress next = session.progress("fetching " + file, size);
    next.keep(kept);
    progress = Optional.of(next);
  }

  @Override
  public synchronized void received(long bytes) {
    progress.ifPresent(p -> p.accept(bytes));
  }

  @Override
  public synchronized void close() {
    progress.ifPresent(Progress::close);
  }
}
