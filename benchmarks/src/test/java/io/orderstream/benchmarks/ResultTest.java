package io.orderstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {

  @TempDir private Path folder;

  @Test
  void saysMediansAndSpreadsAndEveryTurn() throws IOException {
    var options = Options.parse(new String[] {"--out", folder.toString(), "--rounds", "3"}, 0);
    var result = new Result(options, Map.of("cores", 2));
    var all = new EnumMap<Contender, Sample>(Contender.class);
    all.put(Contender.ENGINE, sample(3000, 1000, 4000));
    all.put(Contender.TUNED, sample(3000, 500, 1000));
    result.samples().put(Durability.NONE, all);

    result.write(options.out());

    assertThat(Files.readString(folder.resolve("throughput.md")))
        .startsWith("cores 2\n200,000 waiting events")
        .contains("| Orderstream's engine | 3,000 | 1,000 to 4,000 |  | 20 | 10 |\n")
        .contains("| 1,000 | 500 to 3,000 | 2.0 (1.0 to 4.0) | 20 | 10 |\n");
    var json = Json.MAPPER.readTree(Files.readString(folder.resolve("throughput.json")));
    assertThat(json.path("machine").path("cores").asInt()).isEqualTo(2);
    var engine = json.path("AOF off").path("Orderstream's engine");
    assertThat(engine.path("events per second").toString()).isEqualTo("[3000.0,1000.0,4000.0]");
    assertThat(Files.readString(folder.resolve("throughput.svg"))).contains(">3,000<", ">1,000<");
  }

  private static Sample sample(double... rates) {
    return new Sample(Arrays.stream(rates).mapToObj(rate -> new Pace(rate, 20, 10)).toList());
  }
}
