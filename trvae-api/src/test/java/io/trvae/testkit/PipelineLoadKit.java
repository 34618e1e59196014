package io.trvae.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.trvae.Cancellation;
import io.trvae.TransferCancelledException;
import io.trvae.TransferPipeline;
import io.trvae.TrvaeException;
import io.trvae.face.FaceLocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link TransferPipeline} promises, while more threads than there are processors call one
 * pipeline with all that it offers, cancel each other's calls, interrupt each other, and somebody
 * closes it: a call ends as it would have alone, to the last bit, or with the exception that is
 * documented for it, and every call ends.
 *
 * <p>The system property {@code trvae.load.rounds} tells how often, each time with other calls and
 * another pipeline. {@code trvae.load.seed} repeats the calls of an earlier run; how threads take
 * turns nobody can repeat.
 *
 * @since 0.1.0
 */
public abstract class PipelineLoadKit {

  private static final int CALLERS = Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
  private static final int CALLS = 24;
  private static final int CALLS_BEFORE_CLOSING = 200;

  /** Far longer than a round takes. */
  private static final int LIMIT_SECONDS = 120;

  /** For subclasses. */
  protected PipelineLoadKit() {}

  /**
   * Opens a pipeline; always with the same model.
   *
   * @param threads how many threads compute
   * @param locator finds faces
   * @return a pipeline that gives the same bits with any number of threads
   */
  protected abstract TransferPipeline open(int threads, FaceLocator locator);

  static LongStream seeds() {
    int rounds = Integer.getInteger("trvae.load.rounds", 4);
    long first = Long.getLong("trvae.load.seed", new Random().nextInt(Integer.MAX_VALUE));
    // Where a round takes the JVM down, this line is all that is left of it.
    System.out.printf("-Dtrvae.load.seed=%d -Dtrvae.load.rounds=%d%n", first, rounds);
    return LongStream.range(first, first + rounds);
  }

  @ParameterizedTest(name = "trvae.load.seed={0}")
  @MethodSource("io.trvae.testkit.PipelineLoadKit#seeds")
  final void everyCallEndsAsItWouldAlone(long seed) throws Exception {
    Random random = new Random(seed);
    List<RandomCalls.Call> calls;
    List<Outcome> expected;
    try (TransferPipeline alone = open(1, RandomCalls.LOCATOR)) {
      RandomCalls kinds = new RandomCalls(seed, alone.model().spec());
      calls = Stream.generate(kinds::next).limit(CALLS).toList();
      expected = calls.stream().map(call -> Outcome.of(call, alone, new Cancellation())).toList();
    }
    assertThat(expected).extracting(Outcome::kind).containsOnly(Outcome.Kind.ANSWER);
    TransferPipeline pipeline = open(1 + random.nextInt(4), RandomCalls.LOCATOR);
    try {
      new Round(pipeline, calls, expected).run(random);
    } finally {
      pipeline.close();
    }
  }

  /**
   * How a call has ended.
   *
   * @param kind in which way
   * @param seen the result or the exception, where the caller asked for it
   */
  private record Outcome(Kind kind, Object seen) {

    enum Kind {
      ANSWER,
      CANCELLED,
      REFUSED
    }

    static Outcome of(RandomCalls.Call call, TransferPipeline pipeline, Cancellation cancellation) {
      try {
        return new Outcome(Kind.ANSWER, call.on(pipeline, cancellation));
      } catch (TransferCancelledException | CancellationException e) {
        return new Outcome(Kind.CANCELLED, e);
      } catch (TrvaeException e) {
        return new Outcome(Kind.ANSWER, e.toString());
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("The pipeline is closed");
        return new Outcome(Kind.REFUSED, e);
      }
    }
  }

  /** The life of one pipeline. */
  private static final class Round {

    private final TransferPipeline pipeline;
    private final List<RandomCalls.Call> calls;
    private final List<Outcome> expected;
    private final List<Caller> callers = new ArrayList<>();
    private final CountDownLatch untilClosing = new CountDownLatch(CALLS_BEFORE_CLOSING);
    private volatile boolean closing;
    private volatile boolean closed;

    Round(TransferPipeline pipeline, List<RandomCalls.Call> calls, List<Outcome> expected) {
      this.pipeline = pipeline;
      this.calls = calls;
      this.expected = expected;
    }

    void run(Random random) throws Exception {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(new Caller(this, new Random(random.nextLong())));
      }
      callers.forEach(Thread::start);
      if (!untilClosing.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        fail("Calls make no progress%n%s", stacks());
      }
      closing = true;
      FutureTask<Void> closer = new FutureTask<>(pipeline::close, null);
      Thread thread = new Thread(closer, "closer");
      thread.setDaemon(true);
      thread.start();
      pipeline.close();
      closed = true;
      await(closer, "close()");
      for (Caller caller : callers) {
        await(caller.calls, caller.getName());
      }
    }

    private static void await(Future<Void> future, String what) throws Exception {
      try {
        future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        fail("%s does not end%n%s", what, stacks());
      } catch (ExecutionException e) {
        throw new AssertionError(what + " failed", e.getCause());
      }
    }

    private static String stacks() {
      return Thread.getAllStackTraces().entrySet().stream()
          .map(Round::stack)
          .collect(Collectors.joining());
    }

    private static String stack(Map.Entry<Thread, StackTraceElement[]> entry) {
      return Stream.of(entry.getValue())
          .map(frame -> "    at " + frame + "\n")
          .collect(
              Collectors.joining(
                  "", entry.getKey() + " " + entry.getKey().getState() + "\n", "\n"));
    }
  }

  /** Calls until the pipeline is closed, and gets in the way of other callers. */
  private static final class Caller extends Thread {

    final FutureTask<Void> calls = new FutureTask<>(this::call, null);
    private final Round round;
    private final Random random;
    private volatile Cancellation cancellation = new Cancellation();

    Caller(Round round, Random random) {
      super("caller-" + round.callers.size());
      this.round = round;
      this.random = random;
      setDaemon(true);
    }

    @Override
    public void run() {
      calls.run();
      // After a failure nobody else needs to come so far.
      while (round.untilClosing.getCount() > 0) {
        round.untilClosing.countDown();
      }
    }

    private void call() {
      Outcome outcome;
      do {
        disturb(round.callers.get(random.nextInt(CALLERS)));
        int index = random.nextInt(CALLS);
        Cancellation own = new Cancellation();
        cancellation = own;
        boolean late = round.closed;
        outcome = Outcome.of(round.calls.get(index), round.pipeline, own);
        interrupted();
        round.untilClosing.countDown();
        switch (outcome.kind()) {
          case ANSWER -> {
            assertThat(late).as("called after closing").isFalse();
            assertThat(outcome).isEqualTo(round.expected.get(index));
          }
          case CANCELLED -> assertThat(own.isCancelled()).as("cancelled by somebody").isTrue();
          case REFUSED -> assertThat(round.closing).as("closed by somebody").isTrue();
        }
      } while (outcome.kind() != Outcome.Kind.REFUSED);
    }

    private void disturb(Caller other) {
      switch (random.nextInt(8)) {
        case 0 -> other.cancellation.cancel();
        case 1, 2 -> other.interrupt();
        default -> {}
      }
    }
  }
}
