package org.obol.client.transfer;

import org.obol.dataset.manifest.FileName;

/** Is told how a purchase goes on; called from several threads. */
public interface TransferListener {

  /** A listener that does nothing. */
  TransferListener SILENT = new TransferListener() {};

  /** Something the buyer should know although it went on; one sentence. */
  default void warning(String sentence) {}

  /** A file begins: {@code kept} of its {@code size} bytes are here already. */
  default void started(FileName file, long size, long kept) {}

  /** So many more bytes were received and verified. */
  default void received(long bytes) {}

  /** The bytes are all here; the rest of the whole-file check runs. */
  default void checking(FileName file) {}
}
