package io.orderstream.stack;

import io.orderstream.stack.mail.MailSinkProcess;
import io.orderstream.stack.provider.StandInProvider;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs the demo, or, by their name as the first argument, one of the stand-ins alone.
 *
 * <p>System properties: {@code orderstream.home}, where the project is (the current folder); {@code
 * orderstream.folder}, where its data and logs go; {@code orderstream.free-ports}, whether to take
 * any free ports (false); {@code orderstream.rehearse}, whether later starts are made faster in the
 * background (true); {@code orderstream.terminal}, whether a person looks on (false).
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    var first = args.length == 0 ? "" : args[0];
    var rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    switch (first) {
      case "provider" -> StandInProvider.main(rest);
      case "mail-sink" -> MailSinkProcess.main(rest);
      default -> System.exit(Demo.run(Arrays.asList(args), home()));
    }
  }

  private static Path home() {
    return Path.of(System.getProperty("orderstream.home", ".")).toAbsolutePath().normalize();
  }
}
