package org.obol.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file, read-only, that counts the bytes taken out of it, by sendfile ({@link #transferTo}) or by
 * reading when the connection is encrypted. The engine reports no progress of its own.
 */
final class CountingChannel extends FileChannel {

  private final FileChannel file;
  private final AtomicLong count = new AtomicLong();

  CountingChannel(FileChannel file) {
    this.file = file;
  }

  long count() {
    return count.get();
  }

  private long counted(long bytes) {
    count.addAndGet(Math.max(0, bytes));
    return bytes;
  }

  @Override
  public long transferTo(long position, long length, WritableByteChannel target)
      throws IOException {
    return counted(file.transferTo(position, length, target));
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return (int) counted(file.read(into, position));
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return (int) counted(file.read(into));
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return counted(file.read(into, offset, length));
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    file.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public int write(ByteBuffer from, long position) {
    throw new NonWritableChannelException();
  }

  @Override
  public long write(ByteBuffer[] from, int offset, int length) {
    throw new NonWritableChannelException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long length) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  @Override
  public void force(boolean metaData) {
    throw new NonWritableChannelException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return file.map(mode, position, size);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return file.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.tryLock(position, size, shared);
  }
}
