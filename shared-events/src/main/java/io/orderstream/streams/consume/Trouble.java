package io.orderstream.streams.consume;

/** What can keep a partition's events from being handled. */
public enum Trouble {
  /** Redis can't be reached, or refuses. */
  NO_REDIS,
  /** The instance that should own the partition can't get its lease, or can't renew it. */
  NO_LEASE,
  /** Entries wait, and none was done for long. */
  NO_PROGRESS,
  /** How much waits can't be told. */
  NO_NUMBERS,
  /** Scheduled events that are due can't be published. */
  NO_SCHEDULE,
  /** No instance holds the partition's lease. */
  NO_OWNER
}
