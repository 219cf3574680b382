package io.orderstream.streams.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A server that may drop what stands in it is said. */
class ServerTest {

  @Test
  void oneThatKeepsAllIsNotWarnedOf() {
    assertThat(Server.warnings("maxmemory_policy:noeviction\r\naof_enabled:1\r\n")).isEmpty();
    assertThat(Server.warnings("redis_version:7.0.15\r\n")).isEmpty();
  }

  @Test
  void oneThatDropsKeysWhenItIsFullIsWarnedOf() {
    assertThat(Server.warnings("maxmemory_policy:volatile-lru\r\naof_enabled:1\r\n"))
        .singleElement()
        .asString()
        .contains("maxmemory-policy is volatile-lru", "noeviction is needed");
  }

  @Test
  void oneThatWritesNothingToTheDiskIsWarnedOf() {
    assertThat(Server.warnings("maxmemory_policy:noeviction\r\naof_enabled:0\r\n"))
        .singleElement()
        .asString()
        .contains("'appendonly yes' and 'appendfsync always'");
  }
}
