package io.orderstream.streams.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A command's arguments, most of which go out as they are: Lettuce makes three objects of each of
 * its own, and a batch has thousands. See <a
 * href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>.
 */
public final class Arguments extends CommandArgs<byte[], byte[]> {

  private static final byte[][] HEADS = new byte[1024][];
  private static final byte[] END = {'\r', '\n'};

  static {
    for (int length = 0; length < HEADS.length; length++) {
      HEADS[length] = made(length);
    }
  }

  private final List<List<byte[]>> more;
  private final int count;

  private Arguments(List<List<byte[]>> more) {
    super(ByteArrayCodec.INSTANCE);
    this.more = more;
    this.count = more.stream().mapToInt(List::size).sum();
  }

  /** A key, by which a cluster's client finds the node, and what follows it. */
  public static Arguments of(byte[] key, List<byte[]> more) {
    var arguments = new Arguments(List.of(more));
    arguments.addKey(key);
    return arguments;
  }

  /**
   * Those of a script.
   *
   * @param script its hash, or the whole of it
   * @param keys at least one
   */
  static Arguments of(byte[] script, List<byte[]> keys, List<byte[]> args) {
    var arguments = new Arguments(List.of(keys.subList(1, keys.size()), args));
    arguments.add(script).add(keys.size()).addKey(keys.getFirst());
    return arguments;
  }

  @Override
  public int count() {
    return super.count() + count;
  }

  @Override
  public void encode(ByteBuf out) {
    super.encode(out);
    for (var each : more) {
      for (var argument : each) {
        out.writeBytes(
            argument.length < HEADS.length ? HEADS[argument.length] : made(argument.length));
        out.writeBytes(argument);
        out.writeBytes(END);
      }
    }
  }

  private static byte[] made(int length) {
    return ("$" + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
