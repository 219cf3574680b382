package io.orderstream.stack.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a file, each on the disk before {@link #append} returns. Lines that wait at the same
 * time share one fsync. After a failed write nothing more is taken, as nobody knows what the disk
 * holds.
 */
final class LedgerFile implements AutoCloseable {

  private record Pending(String line, CompletableFuture<Void> written) {}

  private static final Pending END = new Pending("", new CompletableFuture<>());

  private final FileChannel channel;
  private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Thread writer = new Thread(this::write, "ledger-writer");
  private volatile @Nullable IOException failure;
  private volatile boolean closed;

  private LedgerFile(FileChannel channel) {
    this.channel = channel;
    writer.setDaemon(true);
    writer.start();
  }

  /** A file and the whole lines it held when it was opened. */
  record Opened(LedgerFile file, List<String> lines, boolean torn) {}

  /**
   * Opens or creates the file and cuts off a torn last line, which no answer was given for.
   *
   * @throws IOException if it can't be written or another process has it open
   */
  static Opened open(Path path) throws IOException {
    var channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(channel, path);
      var text = read(channel);
      int whole = text.lastIndexOf('\n') + 1;
      var kept = text.substring(0, whole);
      channel.truncate(kept.getBytes(StandardCharsets.UTF_8).length);
      channel.position(channel.size());
      return new Opened(new LedgerFile(channel), kept.lines().toList(), whole < text.length());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns when the line is on the disk. Throws {@link UncheckedIOException} if it may not be. */
  void append(String line) {
    var pending = new Pending(line, new CompletableFuture<>());
    queue.add(pending);
    if (closed) {
      throw new UncheckedIOException(new IOException("The ledger is closed"));
    }
    try {
      pending.written.join();
    } catch (CompletionException e) {
      throw new UncheckedIOException(new IOException("The ledger can't be written", e.getCause()));
    }
  }

  @Override
  public void close() throws IOException {
    queue.add(END);
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }

  private void write() {
    var batch = new ArrayList<Pending>();
    while (!closed) {
      take(batch);
      closed = batch.contains(END);
      writeAll(batch);
      batch.clear();
    }
    queue.forEach(late -> late.written.completeExceptionally(new IOException("closed")));
  }

  private void take(List<Pending> batch) {
    try {
      batch.add(queue.take());
      queue.drainTo(batch);
    } catch (InterruptedException e) {
      batch.add(END);
    }
  }

  private void writeAll(List<Pending> batch) {
    try {
      if (failure != null) {
        throw failure;
      }
      write(batch);
      batch.forEach(pending -> pending.written.complete(null));
    } catch (IOException e) {
      failure = e;
      batch.forEach(pending -> pending.written.completeExceptionally(e));
    }
  }

  private void write(List<Pending> batch) throws IOException {
    var text = new StringBuilder();
    batch.stream()
        .filter(pending -> pending != END)
        .forEach(pending -> text.append(pending.line).append('\n'));
    var bytes = StandardCharsets.UTF_8.encode(text.toString());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  private static void lock(FileChannel channel, Path path) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(path + " is in use by another provider");
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }
}
