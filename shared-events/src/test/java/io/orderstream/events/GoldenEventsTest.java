package io.orderstream.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import io.orderstream.streams.EventType;
import io.orderstream.streams.kit.ArchitectureRules;
import java.util.Collection;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What stands in a stream can still be read, and is written the same for ever. */
class GoldenEventsTest {

  private static final Collection<String> GOLDENS = Events.BY_GOLDEN.keySet();

  @Test
  void haveAGoldenFilePerType() {
    var covered = GOLDENS.stream().map(Wire::typeOf).collect(Collectors.toSet());

    assertThat(covered).isEqualTo(Wire.types().keySet());
  }

  @Test
  void areAllKnownByTheirSealedInterface() {
    var records =
        ArchitectureRules.module("io.orderstream.events").stream()
            .filter(each -> each.isAnnotatedWith(EventType.class))
            .map(JavaClass::reflect)
            .toList();

    assertThat(records).containsExactlyInAnyOrderElementsOf(Wire.types().values());
  }

  @Test
  void haveNoGoldenFileThatNothingReads() throws Exception {
    assertThat(Wire.names("/events")).containsExactlyInAnyOrderElementsOf(GOLDENS);
  }

  @ParameterizedTest
  @FieldSource("GOLDENS")
  void areWrittenAsTheirGoldenFile(String golden) {
    assertThat(Wire.written(Events.BY_GOLDEN.get(golden))).isEqualTo(Wire.golden(golden));
  }

  @ParameterizedTest
  @FieldSource("GOLDENS")
  void areReadFromTheirGoldenFile(String golden) {
    var event = Wire.read(Wire.typeOf(golden), Wire.golden(golden));

    assertThat(event).isEqualTo(Events.BY_GOLDEN.get(golden));
    assertThat(Wire.written(event)).isEqualTo(Wire.golden(golden));
  }

  @ParameterizedTest
  @FieldSource("GOLDENS")
  void areReadWithFieldsThatNobodyKnowsYet(String golden) {
    var later = Wire.golden(golden).deepCopy().asObject();
    later.putObject("shippedBy").put("carrier", "tortoise");
    later.putArray("labels").add(1);

    assertThat(Wire.read(Wire.typeOf(golden), later)).isEqualTo(Events.BY_GOLDEN.get(golden));
  }

  @ParameterizedTest
  @FieldSource("GOLDENS")
  void areRefusedByTheNameOfTheFieldThatIsMissing(String golden) {
    var broken = Wire.golden(golden).deepCopy().asObject();
    broken.remove("orderId");

    assertThatThrownBy(() -> Wire.read(Wire.typeOf(golden), broken))
        .hasMessageContaining("orderId is missing");
  }

  @Test
  void areReadWithoutAFieldThatMayBeNull() {
    var unpaid = Wire.golden("order.cancelled.v1.unpaid").deepCopy().asObject();
    unpaid.remove("refunded");

    assertThat(Wire.read("order.cancelled.v1", unpaid))
        .isEqualTo(Events.BY_GOLDEN.get("order.cancelled.v1.unpaid"));
  }
}
