package io.orderstream.stack.mail;

import java.util.Arrays;

/** The mail sink as a program of its own, where no mail server is at hand. */
public final class MailSinkProcess {

  private static final String DEFAULT_PORT = "1025";

  private MailSinkProcess() {}

  /** {@code --port P}: takes mails from anywhere until it is stopped, then says how many came. */
  public static void main(String[] args) {
    var at = Arrays.asList(args).indexOf("--port");
    var port = Integer.parseInt(at < 0 || at + 1 == args.length ? DEFAULT_PORT : args[at + 1]);
    var sink = MailSink.start("0.0.0.0", port);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> System.out.println(sink.counts()), "say what came"));
    System.out.println("taking mails on port " + port);
  }
}
