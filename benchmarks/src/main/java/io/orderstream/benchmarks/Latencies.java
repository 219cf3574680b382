package io.orderstream.benchmarks;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long events took at one load in one turn, in microseconds.
 *
 * @param throughput what the contender could take, in events per second; NaN where that is not
 *     known
 * @param rate what it was given
 * @param delays from when each was meant to be sent to when its effect was seen
 * @param late from when each was meant to be sent to when it was; part of the delay
 */
record Latencies(double throughput, double rate, Histogram delays, Histogram late) {

  Latencies outOf(double all) {
    return new Latencies(all, rate, delays, late);
  }

  /** At most this share of the events took longer, in milliseconds. */
  double millis(double percentile) {
    return delays.getValueAtPercentile(percentile) / 1e3;
  }

  double tail() {
    return millis(99) / millis(50);
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("throughput, events per second", throughput);
    json.put("rate, events per second", rate);
    json.put("events", delays.getTotalCount());
    for (var percentile : new double[] {50, 90, 99, 99.9, 100}) {
      json.put("p" + percentile + ", ms", millis(percentile));
    }
    json.put("sent late, p50, ms", late.getValueAtPercentile(50) / 1e3);
    json.put("sent late, p99, ms", late.getValueAtPercentile(99) / 1e3);
    json.put("HdrHistogram of microseconds, compressed, Base64", base64());
    return json;
  }

  private String base64() {
    var bytes = ByteBuffer.allocate(delays.getNeededByteBufferCapacity());
    var length = delays.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(bytes.array(), length));
  }
}
