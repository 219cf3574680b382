package io.orderstream.streams.guide;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Entities;
import io.orderstream.streams.Streams;
import org.springframework.stereotype.Component;

@Component
class Warehouse {

  record Stock(int quantity) {}

  private final Entities<Stock> stocks;

  Warehouse(Streams streams) {
    stocks = streams.entities(Stock.class);
  }

  /** Returns how many there are now. */
  int receive(String sku, int quantity) {
    var stock =
        stocks.decide(
            sku,
            now ->
                Decision.become(new Stock(now == null ? quantity : now.quantity() + quantity))
                    .publish(new StockEvent.Received(sku, quantity)));
    return stock.entity().quantity();
  }
}
