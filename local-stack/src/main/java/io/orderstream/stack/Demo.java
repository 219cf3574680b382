package io.orderstream.stack;

/** The {@code ./demo} command. */
public final class Demo {

  private Demo() {}

  public static void main(String[] args) {}
}
