package io.orderstream.streams.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderstream.streams.commit.CommitListener;
import io.orderstream.streams.commit.Committer;
import io.orderstream.streams.commit.Effects;
import io.orderstream.streams.commit.GroupCommit;
import io.orderstream.streams.commit.Unit;
import io.orderstream.streams.kit.RealRedis;
import io.orderstream.streams.redis.Connection;
import io.orderstream.streams.redis.Connections;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * I1 to I4 after each step of any interleaving of two owners, two commands, crashes, lost leases,
 * lost replies, dead letters that are replayed and discarded, and cuts of the stream; and at its
 * end, when somebody finishes what was left.
 *
 * <p>What fails is shown with its seed and the fewest steps that do it; {@code
 * -Djqwik.tries.default=10000} tries more than the 300 of each.
 *
 * <p>Seen red when commit.lua doesn't look at the lease, at an entry's or a command's version, at
 * the mark, at what was set aside, at which letter is replayed or fails again, or at more than the
 * last command; when it doesn't ack, doesn't write the mark, or doesn't count letters; when
 * claim.lua hands over nothing, the reader doesn't look at the lease, discard.lua counts a letter
 * twice, and trim.lua doesn't look at what is pending.
 */
class ProtocolIT {

  private static final CommitListener DEAF = (units, took) -> {};
  private static RealRedis redis;
  private static Connections connections;
  private static Connection connection;

  enum Kind {
    TAKE,
    EXPIRE,
    CRASH,
    RELEASE,
    CLAIM,
    READ,
    READ_LOST,
    DECIDE,
    DECIDE_TO_FAIL,
    COMMIT,
    COMMIT_LOST,
    COMMIT_ALL,
    COMMAND_DECIDE,
    COMMAND_COMMIT,
    COMMAND_LOST,
    COMMAND_CRASH,
    REPLAY,
    LOOK_AT_LETTER,
    DISCARD,
    TRIM
  }

  /** One step: of which of the two owners or commands, on which subject. */
  record Step(Kind kind, int who, int subject) {}

  @BeforeContainer
  static void start() {
    redis = new RealRedis();
    redis.commands().configSet("appendfsync", "no");
    connections = new Connections(new LettuceConnectionFactory("localhost", redis.port()));
    connection = connections.shared();
  }

  @AfterContainer
  static void stop() {
    connection.close();
    connections.close();
    redis.close();
  }

  @Property
  void theInvariantsHoldWhateverHappensInWhicheverOrder(@ForAll("steps") List<Step> steps)
      throws Exception {
    run(steps);
  }

  @Property
  void theyHoldBehindDeadLettersThatAreBeingReplayed(@ForAll("steps") List<Step> steps)
      throws Exception {
    var all = new ArrayList<Step>();
    all.add(new Step(Kind.TAKE, 0, 0));
    for (var kind :
        List.of(
            Kind.COMMAND_DECIDE,
            Kind.COMMAND_COMMIT,
            Kind.COMMAND_DECIDE,
            Kind.COMMAND_COMMIT,
            Kind.READ,
            Kind.DECIDE_TO_FAIL,
            Kind.COMMIT,
            Kind.DECIDE,
            Kind.COMMIT,
            Kind.REPLAY,
            Kind.READ)) {
      all.add(new Step(kind, 0, 0));
    }
    all.addAll(steps);
    run(all);
  }

  private static void run(List<Step> steps) throws Exception {
    try (var run = new Run()) {
      for (var step : steps) {
        run.step(step);
        run.world.check();
      }
      run.finish();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    var kinds =
        Arbitraries.frequency(
            Tuple.of(3, Kind.TAKE),
            Tuple.of(1, Kind.EXPIRE),
            Tuple.of(1, Kind.CRASH),
            Tuple.of(1, Kind.RELEASE),
            Tuple.of(1, Kind.CLAIM),
            Tuple.of(6, Kind.READ),
            Tuple.of(1, Kind.READ_LOST),
            Tuple.of(8, Kind.DECIDE),
            Tuple.of(4, Kind.DECIDE_TO_FAIL),
            Tuple.of(8, Kind.COMMIT),
            Tuple.of(5, Kind.COMMIT_LOST),
            Tuple.of(2, Kind.COMMIT_ALL),
            Tuple.of(5, Kind.COMMAND_DECIDE),
            Tuple.of(5, Kind.COMMAND_COMMIT),
            Tuple.of(2, Kind.COMMAND_LOST),
            Tuple.of(1, Kind.COMMAND_CRASH),
            Tuple.of(4, Kind.REPLAY),
            Tuple.of(2, Kind.LOOK_AT_LETTER),
            Tuple.of(2, Kind.DISCARD),
            Tuple.of(1, Kind.TRIM));
    var two = Arbitraries.integers().between(0, 1);
    return Combinators.combine(kinds, two, two)
        .as(Step::new)
        .list()
        .ofMaxSize(120)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  /** A command that was decided and whose outcome isn't known yet. */
  private record Command(String id, String subject, Unit unit) {}

  /** One interleaving. */
  private static final class Run implements AutoCloseable {
    private final ProtocolWorld world =
        new ProtocolWorld(redis.commands(), connections, connection);
    private final Committer commands =
        Committer.forCommands(
            connection, new GroupCommit(), ProtocolWorld.KEYS, 10, Long.MAX_VALUE, 0, DEAF);
    private final ProtocolOwner[] owners = {owner("first"), owner("second")};
    private final @Nullable Command[] decided = new Command[2];
    private @Nullable DeadLetter looked;
    private int number;

    private ProtocolOwner owner(String name) {
      return new ProtocolOwner(world, name + number++);
    }

    void step(Step step) throws Exception {
      var owner = owners[step.who()];
      var subject = ProtocolWorld.SUBJECTS.get(step.subject());
      switch (step.kind()) {
        case TAKE -> owner.take();
        case EXPIRE -> world.expireLease();
        case RELEASE -> owner.release();
        case CLAIM -> owner.claim();
        case READ -> owner.read(false);
        case READ_LOST -> owner.read(true);
        case DECIDE -> owner.decide(subject, false);
        case DECIDE_TO_FAIL -> owner.decide(subject, true);
        case COMMIT -> owner.commit(List.of(subject), false);
        case COMMIT_LOST -> owner.commit(List.of(subject), true);
        case COMMIT_ALL -> owner.commit(ProtocolWorld.SUBJECTS, false);
        case COMMAND_DECIDE -> decide(step.who(), subject);
        case COMMAND_COMMIT -> commit(step.who(), false);
        case COMMAND_LOST -> commit(step.who(), true);
        case COMMAND_CRASH -> decided[step.who()] = null;
        case TRIM -> world.trim();
        default -> more(step, subject);
      }
    }

    private void more(Step step, String subject) throws InterruptedException {
      var letters = world.letters(subject);
      switch (step.kind()) {
        case CRASH -> {
          owners[step.who()].close();
          owners[step.who()] = owner("another");
        }
        case REPLAY -> {
          if (!letters.isEmpty()) {
            world.deadLetters.replay(step.who() == 0 ? letters.getFirst() : letters.getLast());
          }
        }
        case LOOK_AT_LETTER ->
            looked = letters.isEmpty() ? looked : letters.get(step.who() % letters.size());
        case DISCARD -> {
          if (looked != null) {
            world.discard(looked);
          }
        }
        default -> throw new AssertionError(step.kind());
      }
    }

    private void decide(int slot, String subject) throws InterruptedException {
      if (decided[slot] == null) {
        var name = "command " + number++;
        var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        decided[slot] = command(id, subject);
      }
    }

    private Command command(String id, String subject) throws InterruptedException {
      var stored = world.load(subject);
      var entity = ProtocolWorld.Entity.of(stored.state());
      var next = Integer.toString(entity.published() + 1);
      var event =
          ProtocolWorld.append(
              ProtocolWorld.COUNT, "subject", subject, "number", next, "command", id);
      return new Command(
          id,
          subject,
          new Unit(
              Unit.Kind.C,
              subject,
              stored.version(),
              entity.publishing(),
              null,
              id,
              false,
              null,
              Effects.appending(event)));
    }

    private void commit(int slot, boolean replyIsLost) throws InterruptedException {
      var command = decided[slot];
      if (command == null) {
        return;
      }
      var result = commands.commit(command.unit());
      if (replyIsLost) {
        return;
      }
      if (result == Unit.Result.CONFLICT) {
        decided[slot] = command(command.id(), command.subject());
      } else {
        world.accepted(command.id());
        decided[slot] = null;
      }
    }

    /** Somebody comes who isn't disturbed. */
    void finish() throws Exception {
      world.expireLease();
      try (var last = owner("last")) {
        last.take();
        for (int round = 0; round < 1000 && !isDone(); round++) {
          commit(0, false);
          commit(1, false);
          last.read(false);
          for (var subject : ProtocolWorld.SUBJECTS) {
            last.decide(subject, false);
          }
          last.commit(ProtocolWorld.SUBJECTS, false);
          world.check();
        }
      }
      assertThat(isDone()).as("everything is done with in the end").isTrue();
    }

    private boolean isDone() {
      return decided[0] == null && decided[1] == null && world.isAtRest();
    }

    @Override
    public void close() {
      commands.close();
      for (var owner : owners) {
        owner.close();
      }
    }
  }
}
