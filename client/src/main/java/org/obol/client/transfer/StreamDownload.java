package org.obol.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.obol.client.source.Body;
import org.obol.client.source.ByteSpan;
import org.obol.client.source.FetchException;
import org.obol.client.source.FetchException.Kind;
import org.obol.client.source.Head;
import org.obol.client.source.NetworkException;
import org.obol.client.source.Patience;
import org.obol.client.source.SellerApi;
import org.obol.client.source.Wire;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;

/**
 * Fetches one file of a server without chunk hashes, as the reference is: one stream, and one check
 * at the end. A partial file that turns out wrong is thrown away and fetched once from the start.
 */
public final class StreamDownload {

  private final Piece piece;
  private final List<SellerApi> sources;
  private final Patience patience;
  private final TransferListener listener;

  /** A download of {@code piece} from the first of {@code sources} that works. */
  public StreamDownload(
      Piece piece, List<SellerApi> sources, Settings settings, TransferListener listener) {
    this.piece = piece;
    this.sources = List.copyOf(sources);
    this.patience = settings.patience();
    this.listener = listener;
  }

  /**
   * Fetches into {@code partial}, whose data file is complete, verified and durable on return.
   *
   * @return how many bytes were here before
   * @throws VerificationException when what comes is not what was signed
   */
  public long run(WorkingFolder folder, Partial partial) throws IOException, InterruptedException {
    try (PartFile part = PartFile.open(partial.data())) {
      if (part.length() > piece.size()) {
        part.setLength(0);
      }
      long kept = part.length();
      folder.requireSpace(piece.size() - kept);
      listener.started(piece.file().name(), piece.size(), kept);
      Optional<String> wrong = fetchAndCheck(part, partial);
      if (wrong.isPresent() && kept > 0) {
        listener.warning("the bytes kept from before were not the signed ones; starting over");
        kept = 0;
        part.setLength(0);
        wrong = fetchAndCheck(part, partial);
      }
      if (wrong.isPresent()) {
        partial.delete();
        throw new VerificationException(
            "file_hash_mismatch", "what the server sent is not the signed file: " + wrong.get());
      }
      part.force();
      return kept;
    }
  }

  private Optional<String> fetchAndCheck(PartFile part, Partial partial)
      throws IOException, InterruptedException {
    fetch(part);
    listener.checking(piece.file().name());
    try (var in = Files.newInputStream(partial.data())) {
      return WholeCheck.disagreement(in, piece.file(), Optional.empty());
    }
  }

  private void fetch(PartFile part) throws IOException, InterruptedException {
    ObolException last = new NetworkException("there is no server to ask");
    for (SellerApi api : sources) {
      try {
        from(api, part);
        return;
      } catch (ObolException e) {
        last = e;
        if (sources.size() > 1) {
          listener.warning("going on without a mirror: " + e.getMessage());
        }
      }
    }
    throw last;
  }

  private void from(SellerApi api, PartFile part) throws IOException, InterruptedException {
    int failures = 0;
    while (part.length() < piece.size()) {
      long before = part.length();
      try {
        api.wire().fetch(api.source(), ask(api, before), head -> body(head, before, part));
      } catch (FetchException e) {
        failures = part.length() > before ? 1 : failures + 1;
        String reason = api.source().origin() + ": " + e.reason();
        if (e.kind() == Kind.WRONG) {
          throw new VerificationException("wrong_reply", reason);
        }
        if (failures >= patience.failures()) {
          throw new NetworkException(reason);
        }
        // A pause between two tries, not a way to wait for another thread.
        TimeUnit.NANOSECONDS.sleep(patience.pause(failures, e).toNanos());
      }
    }
  }

  private Wire.Ask ask(SellerApi api, long have) {
    Wire.Ask whole = api.download(piece.version(), piece.index());
    // No If-Range: a server without an ETag would then always start from the beginning.
    return have == 0 ? whole : whole.part(rest(have), Optional.empty());
  }

  private ByteSpan rest(long have) {
    return new ByteSpan(have, piece.size() - 1, piece.size());
  }

  private Body body(Head head, long have, PartFile part) throws FetchException {
    if (head.status() == 200) {
      head.requireWhole(piece.size(), piece.file().sha256());
      return new Appending(part, 0);
    }
    if (have == 0) {
      throw new FetchException(Kind.WRONG, "a part was sent where the whole was asked for");
    }
    head.requirePart(rest(have), piece.file().sha256());
    return new Appending(part, have);
  }

  /** Writes from one place on, never beyond the signed size. */
  private final class Appending implements Body {
    private final PartFile part;
    private long position;
    private boolean begun;

    Appending(PartFile part, long position) {
      this.part = part;
      this.position = position;
    }

    @Override
    public void add(ByteBuffer data) throws FetchException, IOException {
      if (!begun) {
        part.setLength(position);
        begun = true;
      }
      int bytes = data.remaining();
      if (position + bytes > piece.size()) {
        throw new FetchException(Kind.WRONG, "the reply is longer than the signed size");
      }
      part.write(data, position);
      position += bytes;
      listener.received(bytes);
    }

    @Override
    public void end() throws FetchException {
      if (position < piece.size()) {
        throw new FetchException(Kind.BROKEN, "the reply ended too early");
      }
    }
  }
}
