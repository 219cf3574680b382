package io.orderstream.streams.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderstream.streams.Streams;
import io.orderstream.streams.consume.Trouble;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.kit.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What docs/library.md shows and says is so: its code, Redis's user, its tables. */
class GuideIT {

  private static final Path PAGE = Path.of("..", "docs", "library.md");
  private static final Path CODE =
      Path.of("src", "test", "java", "io", "orderstream", "streams", "guide");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Application {}

  @AutoClose private final RealRedis redis = new RealRedis();

  @Test
  void itsServicesWorkAsTheUserThatItNames() throws IOException {
    assertThat(page())
        .contains("ACL SETUSER orderstream on >secret ~* &* +@all -@admin -@dangerous +info");
    redis
        .commands()
        .aclSetuser(
            "orderstream",
            AclSetuserArgs.Builder.on()
                .addPassword("secret")
                .keyPattern("*")
                .channelPattern("*")
                .allCommands()
                .removeCategory(AclCategory.ADMIN)
                .removeCategory(AclCategory.DANGEROUS)
                .addCommand(CommandType.INFO));
    try (var warehouse = start("warehouse", Warehouse.class);
        var shop = start("shop", KeepCount.class)) {
      var counts = shop.getBean(Streams.class).entities(KeepCount.Count.class);

      assertThat(warehouse.getBean(Warehouse.class).receive("tea-1", 5)).isEqualTo(5);
      assertThat(warehouse.getBean(Warehouse.class).receive("tea-1", 2)).isEqualTo(7);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(counts.find("tea-1"))
                      .hasValueSatisfying(
                          count -> assertThat(count.entity().quantity()).isEqualTo(7)));
      assertThat(metrics(shop)).allSatisfy(name -> assertThat(page()).contains("`" + name + "`"));
    }
  }

  private ConfigurableApplicationContext start(String name, Class<?> component) {
    return new SpringApplicationBuilder(Application.class, component)
        .web(WebApplicationType.NONE)
        .run(
            "--spring.application.name=" + name,
            "--spring.data.redis.port=" + redis.port(),
            "--spring.data.redis.username=orderstream",
            "--spring.data.redis.password=secret");
  }

  private static List<String> metrics(ConfigurableApplicationContext service) {
    await()
        .atMost(PATIENCE)
        .until(() -> service.getBean(MeterRegistry.class).find("streams.lag").gauge() != null);
    return service.getBean(MeterRegistry.class).getMeters().stream()
        .map(Meter::getId)
        .map(Meter.Id::getName)
        .filter(name -> name.startsWith("streams."))
        .distinct()
        .toList();
  }

  @Test
  void whatItSaysOfTestsIsSo() throws Exception {
    var shop = Scenario.of(KeepCount.Count.class).given(new KeepCount.Count(3));

    shop.when(new KeepCount(), new StockEvent.Shipped("tea-1", 2));

    assertThat(shop.entity()).isEqualTo(new KeepCount.Count(1));
  }

  @Test
  void itsCodeIsThatOfThisPackage() throws IOException {
    var code = new StringBuilder();
    try (var files = Files.list(CODE)) {
      for (var file : files.toList()) {
        code.append(oneLine(Files.readString(file)));
      }
    }
    var blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page());

    assertThat(blocks.results().map(block -> oneLine(block.group(1))))
        .hasSize(4)
        .allSatisfy(block -> assertThat(code.toString()).contains(block));
  }

  @Test
  void itsSettingsAreThoseThatThereAreWithTheirDefaults() throws IOException {
    var settings = settings();

    assertThat(settings).hasSizeGreaterThan(10);
    for (var setting : settings) {
      var usual = setting.path("defaultValue").asString();
      assertThat(page()).contains("| `" + setting.path("name").asString() + "` | " + usual + " |");
      assertThat(setting.path("description").asString()).isNotEmpty();
    }
    assertThat(page().lines().filter(line -> line.startsWith("| `streams.")).count())
        .isGreaterThanOrEqualTo(settings.size());
  }

  /** As editors find them. */
  private static List<JsonNode> settings() throws IOException {
    var all = new ArrayList<JsonNode>();
    for (var each :
        Collections.list(
            GuideIT.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
      try (var in = each.openStream()) {
        JsonMapper.shared().readTree(in).path("properties").forEach(all::add);
      }
    }
    return all.stream()
        .filter(each -> each.path("name").asString().startsWith("streams."))
        .filter(each -> !each.path("type").asString().contains("StreamsProperties$"))
        .toList();
  }

  @Test
  void itsTroublesAreThoseThatThereAre() throws IOException {
    assertThat(Stream.of(Trouble.values()).map(GuideIT::shown))
        .allSatisfy(trouble -> assertThat(page()).contains("| `" + trouble + "` |"));
  }

  private static String shown(Trouble trouble) {
    return trouble.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  private static String oneLine(String text) {
    return Arrays.stream(text.strip().split("\\s+")).collect(Collectors.joining(" "));
  }
}
