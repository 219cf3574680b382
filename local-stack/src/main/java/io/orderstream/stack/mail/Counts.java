package io.orderstream.stack.mail;

/**
 * What the sink has taken so far.
 *
 * @param mails distinct mails, by order and kind
 * @param resent mails handed over again with a Message-ID seen before: a crash between SMTP's
 *     answer and the commit
 * @param duplicates mails of an order and kind that already had one with another Message-ID
 */
public record Counts(int mails, int resent, int duplicates) {}
