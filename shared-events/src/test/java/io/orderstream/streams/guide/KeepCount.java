package io.orderstream.streams.guide;

import io.orderstream.streams.Decision;
import io.orderstream.streams.Delivery;
import io.orderstream.streams.EventHandler;
import io.orderstream.streams.NonRetryableException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class KeepCount implements EventHandler<StockEvent, KeepCount.Count> {

  record Count(int quantity) {}

  @Override
  public Decision<Count> handle(StockEvent event, @Nullable Count count, Delivery delivery) {
    var before = count == null ? 0 : count.quantity();
    return switch (event) {
      case StockEvent.Received received -> Decision.become(new Count(before + received.quantity()));
      case StockEvent.Shipped shipped -> {
        if (shipped.quantity() > before) {
          throw new NonRetryableException("only " + before + " of " + shipped.sku() + " were left");
        }
        yield Decision.become(new Count(before - shipped.quantity()));
      }
    };
  }
}
