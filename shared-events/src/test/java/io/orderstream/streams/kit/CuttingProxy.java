package io.orderstream.streams.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a service and Redis. On demand it delays what Redis says, cuts all connections, or
 * lets a script's call pass, swallows the reply, and cuts the connection: Redis did it, and the
 * service can't know.
 */
public final class CuttingProxy implements AutoCloseable {

  private static final int QUIET_MILLIS = 100;

  private final ServerSocket server;
  private volatile int target;
  private final AtomicInteger left = new AtomicInteger();
  private final Queue<String> swallowed = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private volatile @Nullable String awaited;
  private volatile long delayMillis;

  public CuttingProxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("cutting-proxy").start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** From now on, new connections lead there; those that are open stay. */
  public void aim(int port) {
    target = port;
  }

  /** From now on, swallows the replies to so many calls of one of the engine's scripts. */
  public void swallowReplies(String script, int times) {
    swallowRepliesTo(digest(script), times);
  }

  /** The same, of requests that contain this word, for example a command. */
  public void swallowRepliesTo(String word, int times) {
    awaited = word;
    left.set(times);
  }

  /** From now on, hands each piece of Redis's replies on only after this time; zero to end it. */
  public void delayReplies(Duration time) {
    delayMillis = time.toMillis();
  }

  /** Cuts all connections that are open now, with whatever is under way. */
  public void cut() {
    for (var socket = open.poll(); socket != null; socket = open.poll()) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** How many calls were let pass, and their connections cut before the reply. */
  public int cuts() {
    return swallowed.size();
  }

  /** The replies that the service never got. */
  public String swallowed() {
    return String.join("\n", swallowed);
  }

  private static String digest(String script) {
    try (var in =
        CuttingProxy.class.getResourceAsStream("/io/orderstream/streams/" + script + ".lua")) {
      var sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        var service = server.accept();
        Socket redis;
        try {
          redis = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException away) {
          service.close();
          continue;
        }
        open.add(service);
        open.add(redis);
        var link = new Link(service, redis);
        Thread.ofPlatform().daemon().start(link::requests);
        Thread.ofPlatform().daemon().start(link::replies);
      }
    } catch (IOException e) {
      close();
    }
  }

  /** One connection of the service's, and the one to Redis that belongs to it. */
  private final class Link {

    private final Socket service;
    private final Socket redis;
    private volatile boolean swallowing;

    Link(Socket service, Socket redis) {
      this.service = service;
      this.redis = redis;
    }

    void requests() {
      var buffer = new byte[64 * 1024];
      var before = "";
      try (service;
          redis) {
        for (int n = read(service, buffer); n >= 0; n = read(service, buffer)) {
          var text = before + new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
          var word = awaited;
          if (!swallowing && word != null && text.contains(word) && take()) {
            swallowing = true;
          }
          before = text.substring(Math.max(0, text.length() - 39));
          redis.getOutputStream().write(buffer, 0, n);
        }
      } catch (IOException e) {
        // the connection is over, which is all there is to know
        return;
      }
    }

    private boolean take() {
      return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    void replies() {
      var buffer = new byte[64 * 1024];
      var held = new StringBuilder();
      try (service;
          redis) {
        while (true) {
          if (swallowing && !held.isEmpty()) {
            redis.setSoTimeout(QUIET_MILLIS);
          }
          var n = read(redis, buffer);
          if (n < 0) {
            return;
          }
          if (swallowing) {
            held.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
          } else {
            Thread.sleep(delayMillis);
            service.getOutputStream().write(buffer, 0, n);
          }
        }
      } catch (SocketTimeoutException e) {
        // Redis said all that it had to say
        swallowed.add(held.toString());
      } catch (InterruptedException | IOException e) {
        // the connection is over, which is all there is to know
        return;
      }
    }

    private int read(Socket from, byte[] buffer) throws IOException {
      InputStream in = from.getInputStream();
      return in.read(buffer);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
