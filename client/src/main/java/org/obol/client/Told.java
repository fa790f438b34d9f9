package org.obol.client;

import java.util.ArrayList;
import java.util.List;
import org.obol.client.transfer.TransferListener;
import org.obol.dataset.manifest.FileName;

/** Passes everything on and keeps the warnings for the result. Thread-safe. */
final class Told implements TransferListener {

  private final TransferListener next;
  private final List<String> warnings = new ArrayList<>();

  Told(TransferListener next) {
    this.next = next;
  }

  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void warning(String sentence) {
    synchronized (this) {
      warnings.add(sentence);
    }
    next.warning(sentence);
  }

  @Override
  public void started(FileName file, long size, long kept) {
    next.started(file, size, kept);
  }

  @Override
  public void received(long bytes) {
    next.received(bytes);
  }

  @Override
  public void checking(FileName file) {
    next.checking(file);
  }
}
