package io.orderstream.streams.guide;

import io.orderstream.streams.Event;
import io.orderstream.streams.EventStream;
import io.orderstream.streams.EventType;

@EventStream("stock")
public sealed interface StockEvent extends Event {

  String sku();

  @Override
  default String subject() {
    return sku();
  }

  @EventType("stock.received.v1")
  record Received(String sku, int quantity) implements StockEvent {}

  @EventType("stock.shipped.v1")
  record Shipped(String sku, int quantity) implements StockEvent {}
}
