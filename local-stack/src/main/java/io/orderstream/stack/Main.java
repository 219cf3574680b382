package io.orderstream.stack;

import io.orderstream.stack.mail.MailSink;
import io.orderstream.stack.provider.StandInProvider;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs the demo, or, by their name as the first argument, one of the stand-ins alone.
 *
 * <p>The system property {@code orderstream.home} says where the project is; without it, it is the
 * current folder.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    var first = args.length == 0 ? "" : args[0];
    var rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    switch (first) {
      case "provider" -> StandInProvider.main(rest);
      case "mail-sink" -> MailSink.main(rest);
      default -> System.exit(Demo.run(Arrays.asList(args), home()));
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("orderstream.home", ".")).toAbsolutePath().normalize();
  }
}
