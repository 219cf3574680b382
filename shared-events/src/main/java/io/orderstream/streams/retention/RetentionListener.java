package io.orderstream.streams.retention;

import java.util.Map;

/** Is told what becomes of old entries. */
public interface RetentionListener {

  void trimmed(String stream, long entries);

  /**
   * Which groups keep a stream's entries beyond their retention; told once per change.
   *
   * @param holders why each group does: {@code absent}, {@code pending} or {@code unread}; empty
   *     when none does any more
   */
  void held(String stream, Map<String, String> holders);

  /** Old entries can't be cut, or can again: told once per change. */
  void trimming(boolean fails, String reason);
}
