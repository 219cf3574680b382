package io.orderstream.streams;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reader that is a process of its own. After its first few events it holds on to each further one
 * in the middle of the handler, and says {@code holding}, until it is told to go on.
 *
 * <p>Arguments: Redis's port, how many events it handles before it holds, then settings.
 */
final class HoldingReader {

  private HoldingReader() {}

  static String[] args(int port, int handles, String... settings) {
    var args = new String[settings.length + 2];
    args[0] = Integer.toString(port);
    args[1] = Integer.toString(handles);
    System.arraycopy(settings, 0, args, 2, settings.length);
    return args;
  }

  public static void main(String[] args) throws IOException {
    var left = new AtomicInteger(Integer.parseInt(args[1]));
    var goOn = new CountDownLatch(1);
    var settings = new String[args.length - 2];
    System.arraycopy(args, 2, settings, 0, settings.length);
    var service =
        new Service(
            "reader",
            Integer.parseInt(args[0]),
            (event, tally, delivery) -> {
              var decision = Service.take(event, tally);
              if (left.getAndDecrement() <= 0) {
                System.out.println("holding");
                goOn.await();
              }
              return decision;
            },
            settings);
    System.out.println("up");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (in.readLine() != null) {
      System.out.println("going on");
      goOn.countDown();
      in.readLine();
    }
    service.close();
  }
}
