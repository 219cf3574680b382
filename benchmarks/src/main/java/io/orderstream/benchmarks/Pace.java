package io.orderstream.benchmarks;

/**
 * What one turn came to.
 *
 * @param eventsPerSecond by the clock on the wall
 * @param jvmMicros CPU time of the service for each event, in microseconds
 * @param serverMicros CPU time of Redis, or of the broker, for each event, in microseconds
 */
record Pace(double eventsPerSecond, double jvmMicros, double serverMicros) {

  private static final String MARK = "pace ";

  static boolean isLine(String line) {
    return line.startsWith(MARK);
  }

  static Pace ofLine(String line) {
    var values = line.substring(MARK.length()).split(" ");
    return new Pace(
        Double.parseDouble(values[0]),
        Double.parseDouble(values[1]),
        Double.parseDouble(values[2]));
  }

  String toLine() {
    return MARK + eventsPerSecond + " " + jvmMicros + " " + serverMicros;
  }
}
