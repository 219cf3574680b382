package io.orderstream.stack.order;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A fixed mix of orders: 7 % are declined, 3 % cancelled by the customer, the rest are paid. Which
 * are which, and what is in them, depends on the seed alone.
 */
public final class Samples {

  private static final String[] CARDS_WITHOUT_MONEY = {
    "pm_card_visa_chargeDeclined", "pm_card_visa_chargeDeclinedInsufficientFunds"
  };
  private static final String BODY =
      """
      {"customerId":"c-%d","email":"customer-%d@example.com","items":[%s],"paymentMethod":"%s"}\
      """;
  private static final String ITEM =
      """
      {"sku":"sku-%03d","quantity":%d,"unitPrice":{"amount":"%d.%02d","currency":"EUR"}}\
      """;

  private final Random random;
  private final String run = UUID.randomUUID().toString();

  public Samples(long seed) {
    this.random = new Random(seed);
  }

  /** The mix, in an order by chance. */
  public List<Sample> mix(int orders) {
    var declined = Math.round(orders * 0.07f);
    var cancelled = Math.round(orders * 0.03f);
    var samples = new ArrayList<Sample>(orders);
    for (var i = 0; i < orders; i++) {
      var card = i < declined ? CARDS_WITHOUT_MONEY[i % 2] : "pm_card_visa";
      samples.add(sample(i, card, i >= declined && i < declined + cancelled));
    }
    Collections.shuffle(samples, random);
    return samples;
  }

  /** Orders that are all paid with this. */
  public List<Sample> paidWith(String paymentMethod, int orders) {
    var samples = new ArrayList<Sample>(orders);
    for (var i = 0; i < orders; i++) {
      samples.add(sample(i, paymentMethod, false));
    }
    return samples;
  }

  private Sample sample(int number, String paymentMethod, boolean cancelled) {
    var items = new ArrayList<String>();
    for (var i = random.nextInt(3); i >= 0; i--) {
      items.add(
          ITEM.formatted(
              random.nextInt(1000),
              1 + random.nextInt(5),
              1 + random.nextInt(200),
              random.nextInt(100)));
    }
    var customer = random.nextInt(500);
    var body = BODY.formatted(customer, customer, String.join(",", items), paymentMethod);
    return new Sample("%s-%s-%d".formatted(run, paymentMethod, number), body, cancelled);
  }
}
