package io.orderstream.stack.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A file of lines that are on disk when {@link #append} returns. Lines that wait together share one
 * fsync.
 */
final class Journal implements AutoCloseable {

  private record Line(String text, CompletableFuture<Void> written) {}

  private final LinkedBlockingQueue<Line> waiting = new LinkedBlockingQueue<>();
  private final FileChannel file;
  private final Thread writer;

  private Journal(FileChannel file) {
    this.file = file;
    this.writer = Thread.ofPlatform().daemon().name("journal").start(this::write);
  }

  /** Opens it for further lines; cuts off a last line that was not written to its end. */
  static Journal open(Path path) throws IOException {
    var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var whole = wholeLines(path);
    file.truncate(whole);
    file.position(whole);
    return new Journal(file);
  }

  private static long wholeLines(Path path) throws IOException {
    var bytes = Files.readAllBytes(path);
    var end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  /** The lines that stand in it, without one that was not written to its end. */
  static List<String> lines(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    var text = Files.readString(path);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /**
   * Returns once the line is on disk.
   *
   * @throws UncheckedIOException when it can't be written
   */
  void append(String text) {
    var line = new Line(text, new CompletableFuture<>());
    waiting.add(line);
    line.written().join();
  }

  private void write() {
    var batch = new ArrayList<Line>();
    try {
      while (true) {
        batch.add(waiting.take());
        waiting.drainTo(batch);
        write(batch);
        batch.clear();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<Line> batch) {
    var text = new StringBuilder();
    batch.forEach(line -> text.append(line.text()).append('\n'));
    try {
      var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
      batch.forEach(line -> line.written().complete(null));
    } catch (IOException e) {
      batch.forEach(line -> line.written().completeExceptionally(new UncheckedIOException(e)));
    }
  }

  @Override
  public void close() throws IOException {
    writer.interrupt();
    file.close();
  }
}
