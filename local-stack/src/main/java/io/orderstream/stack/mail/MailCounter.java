package io.orderstream.stack.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts mails by their headers, and keeps no more of a mail than those. Thread-safe. */
final class MailCounter {

  private record Subject(String order, String kind) {}

  private final Map<Subject, Set<String>> messageIds = new HashMap<>();
  private int resent;
  private int duplicates;

  void add(MimeMessage mail) throws MessagingException {
    var subject =
        new Subject(header(mail, "X-Orderstream-Order"), header(mail, "X-Orderstream-Kind"));
    add(subject, header(mail, "Message-ID"));
  }

  synchronized Counts counts() {
    return new Counts(messageIds.size(), resent, duplicates);
  }

  synchronized boolean has(String order, String kind) {
    return messageIds.containsKey(new Subject(order, kind));
  }

  private synchronized void add(Subject subject, String messageId) {
    var ids = messageIds.computeIfAbsent(subject, s -> new HashSet<>(1));
    if (!ids.add(messageId)) {
      resent++;
    } else if (ids.size() > 1) {
      duplicates++;
    }
  }

  private static String header(MimeMessage mail, String name) throws MessagingException {
    var value = mail.getHeader(name, null);
    return value == null ? "" : value.strip();
  }
}
