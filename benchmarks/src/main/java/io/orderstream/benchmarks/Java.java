package io.orderstream.benchmarks;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** This program in another process. */
public final class Java {

  private Java() {}

  public static List<String> command(List<String> options, List<String> args) {
    var path = System.getProperty("java.class.path");
    var main =
        path.endsWith(".jar")
            ? "org.springframework.boot.loader.launch.JarLauncher"
            : Main.class.getName();
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    command.addAll(options);
    command.addAll(List.of("-cp", path, main));
    command.addAll(args);
    return command;
  }
}
