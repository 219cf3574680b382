package io.orderstream.streams.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** One of the engine's Lua scripts, called by its hash; sent whole where the server forgot it. */
public final class Script {

  private final byte[] source;
  private final byte[] digest;

  public Script(String name) {
    try (var in = Script.class.getResourceAsStream("/io/orderstream/streams/" + name + ".lua")) {
      if (in == null) {
        throw new IllegalStateException("no script " + name);
      }
      source = in.readAllBytes();
      digest = bytes(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs the script; a reply that is no array comes as a list of one. */
  public CompletionStage<List<Object>> run(
      Connection connection, List<byte[]> keys, List<byte[]> args) {
    return run(connection.commands(), connection::flush, connection::heard, keys, args);
  }

  /**
   * The same by these commands.
   *
   * @param flush sends what was asked
   * @param heard is called when it is answered, however late
   */
  public CompletionStage<List<Object>> run(
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Runnable flush,
      Runnable heard,
      List<byte[]> keys,
      List<byte[]> args) {
    var reply = ask(commands, CommandType.EVALSHA, digest, keys, args);
    var unused = reply.thenRun(heard);
    flush.run();
    // not on Lettuce's own thread, which a flush would block that has to open the connection again
    return reply.exceptionallyComposeAsync(
        error -> {
          if (!(unwrapped(error) instanceof RedisNoScriptException)) {
            return CompletableFuture.failedFuture(error);
          }
          var again = ask(commands, CommandType.EVAL, source, keys, args);
          flush.run();
          return again;
        },
        Thread::startVirtualThread);
  }

  private static RedisFuture<List<Object>> ask(
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      CommandType how,
      byte[] script,
      List<byte[]> keys,
      List<byte[]> args) {
    var output = new NestedMultiOutput<>(ByteArrayCodec.INSTANCE);
    return commands.dispatch(how, output, Arguments.of(script, keys, args));
  }

  private static Throwable unwrapped(Throwable error) {
    return (error instanceof CompletionException || error instanceof ExecutionException)
            && error.getCause() != null
        ? error.getCause()
        : error;
  }

  /** A script's argument or key. */
  public static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] bytes(long value) {
    return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
  }
}
