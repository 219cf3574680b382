package io.orderstream.streams.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A subject's partition is its slot in Redis Cluster, never less than 0.
 *
 * <p>Seen red when it is the hash code modulo the number of partitions.
 */
class KeysTest {

  @Test
  void aSubjectsPartitionIsItsSlotModuloTheirNumber() {
    // CRC16/XMODEM of 123456789 is 0x31C3, the check value of the cluster specification
    assertThat(Keys.partitionOf("123456789", 1024)).isEqualTo(0x31C3 % 16384 % 1024);
    assertThat(Keys.partitionOf("123456789", 7)).isEqualTo(0x31C3 % 16384 % 7);
  }

  @Test
  void whateverTheSubjectAndHoweverManyThePartitionIsOneOfThem() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var subject = "s-" + random.nextLong() + "\uD83C\uDF81 ä";
      var partitions = 1 + random.nextInt(1024);
      assertThat(Keys.partitionOf(subject, partitions)).isBetween(0, partitions - 1);
    }
  }

  @Test
  void subjectsSpreadOverAllPartitions() {
    var of = IntStream.range(0, 8000).map(n -> Keys.partitionOf("order-" + n, 8)).boxed().toList();
    for (int n = 0; n < 8; n++) {
      var partition = n;
      assertThat(of.stream().filter(is -> is == partition).count()).isBetween(700L, 1300L);
    }
  }
}
