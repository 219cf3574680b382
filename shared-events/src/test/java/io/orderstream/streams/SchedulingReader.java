package io.orderstream.streams;

import java.io.IOException;
import java.time.Duration;

/**
 * A reader that is a process of its own, and says on the stream {@code seen} what it took a while
 * after it took it.
 *
 * <p>Arguments: Redis's port, the while in milliseconds, then settings.
 */
final class SchedulingReader {

  private SchedulingReader() {}

  /** Takes the number, and says so later. */
  static EventHandler<CountEvent, Tally> sayingLater(Duration delay) {
    return (event, tally, delivery) ->
        switch (event) {
          case CountEvent.Added added ->
              Decision.become(Tally.with(tally, added.number()))
                  .later(delay, new SeenEvent.Seen(added.counter(), added.number()));
        };
  }

  public static void main(String[] args) throws IOException {
    var settings = new String[args.length - 2];
    System.arraycopy(args, 2, settings, 0, settings.length);
    var delay = Duration.ofMillis(Long.parseLong(args[1]));
    var service = new Service("reader", Integer.parseInt(args[0]), sayingLater(delay), settings);
    System.out.println("up");
    var ended = System.in.read();
    System.out.println("ends at " + ended);
    service.close();
  }
}
