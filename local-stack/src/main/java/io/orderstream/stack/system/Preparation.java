package io.orderstream.stack.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Has Spring prepare the beans of a service, which it would else work out at each start: see <a
 * href="https://docs.spring.io/spring-framework/reference/core/aot.html">ahead-of-time
 * optimizations</a>. Spring writes sources, which are compiled and added to a copy of the jar.
 *
 * @param work a folder for what comes up on the way
 * @param logs a folder for what went wrong
 */
record Preparation(App app, Path work, Path logs) {

  private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

  /**
   * @param surroundings the service's settings; what they decide is decided from here on
   * @throws StackException when it can't be done
   */
  void run(List<String> surroundings) throws IOException {
    process(surroundings);
    compile();
    var jar = work.resolve("prepared.jar");
    Files.copy(app.jar(), jar, StandardCopyOption.REPLACE_EXISTING);
    step(
        "pack",
        List.of(
            Tool.of("jar"),
            "uf",
            jar.toString(),
            "-C",
            path("classes"),
            ".",
            "-C",
            path("resources"),
            "."));
    Files.copy(jar, app.prepared(), StandardCopyOption.REPLACE_EXISTING);
  }

  private void process(List<String> surroundings) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Tool.of("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classpath(),
                PROCESSOR,
                mainClass()));
    command.addAll(List.of(path("sources"), path("resources"), path("classes")));
    command.addAll(List.of("io.orderstream", app.service()));
    command.addAll(surroundings);
    step("process", command);
  }

  private void compile() throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Tool.of("javac"),
                "-proc:none",
                "-nowarn",
                "-cp",
                classpath(),
                "-d",
                path("classes")));
    try (var files = Files.walk(work.resolve("sources"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(command::add);
    }
    step("compile", command);
  }

  private void step(String name, List<String> command) {
    var log = logs.resolve(name + "-" + app.service() + ".log");
    Tool.run(app.service() + " can't be prepared", Tool.aside(command), log);
  }

  private String classpath() {
    return app.jar() + File.pathSeparator + app.folder().resolve("lib/*");
  }

  private String path(String name) {
    return work.resolve(name).toString();
  }

  private String mainClass() throws IOException {
    try (var file = new JarFile(app.jar().toFile())) {
      return file.getManifest().getMainAttributes().getValue("Main-Class");
    }
  }
}
