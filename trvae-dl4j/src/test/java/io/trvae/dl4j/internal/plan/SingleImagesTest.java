package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.Precision;
import io.trvae.dl4j.internal.onednn.OneDnn;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleImagesTest {

  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0), 1);

  private final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());
  private final List<DoublingSession> sessions = Collections.synchronizedList(new ArrayList<>());
  private final SessionPool<int[]> pool = new SessionPool<>(DoublingPlan::new);
  private final Team team = new Team(1, () -> {});
  private final SingleImages<int[]> images = new SingleImages<>(team, pool);
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean failing;

  @AfterEach
  void close() {
    gate.countDown();
    team.close();
    pool.close();
  }

  @Test
  void thoseThatWaitBecomeGroups() throws Exception {
    int[] values = {1, 2, 3, 4, 5, 6};
    List<FutureTask<Void>> calls = startWhileTheTeamIsBusy(values);
    gate.countDown();
    for (FutureTask<Void> call : calls) {
      call.get();
    }
    assertThat(groups).containsExactly(4, 2);
    assertThat(values).containsExactly(2, 4, 6, 8, 10, 12);
  }

  @Test
  void oneThatNeedNotWaitIsNoGroup() {
    int[] values = {1, 2};
    images.compute(new Session.Image<>(values, 1));
    assertThat(values).containsExactly(1, 4);
    assertThat(groups).isEmpty();
  }

  @Test
  void aFailureReachesEveryoneInTheGroupAndNobodyLater() throws Exception {
    failing = true;
    List<FutureTask<Void>> calls = startWhileTheTeamIsBusy(new int[] {1, 2, 3});
    gate.countDown();
    for (FutureTask<Void> call : calls) {
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(call::get)
          .withRootCauseInstanceOf(ArithmeticException.class);
    }

    failing = false;
    int[] values = {5};
    images.compute(new Session.Image<>(values, 0));
    assertThat(values).containsExactly(10);
    assertThat(sessions).as("a new one for the one that failed").hasSize(2);
    assertThat(sessions.get(0).closed).isTrue();
  }

  @Test
  void anImageThatFailsAloneLeavesNothingBehind() {
    failing = true;
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> images.compute(new Session.Image<>(new int[1], 0)));
    assertThat(sessions.get(0).closed).isTrue();

    failing = false;
    int[] values = {5};
    images.compute(new Session.Image<>(values, 0));
    assertThat(values).containsExactly(10);
  }

  /** Returns when every one of the calls waits. */
  private List<FutureTask<Void>> startWhileTheTeamIsBusy(int[] values) throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    start(
        () ->
            team.lead(
                () -> {
                  busy.countDown();
                  awaitGate();
                  return new Nothing();
                }));
    busy.await();
    List<FutureTask<Void>> calls = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      int index = i;
      FutureTask<Void> call =
          new FutureTask<>(() -> images.compute(new Session.Image<>(values, index)), null);
      calls.add(call);
      awaitWaiting(start(call));
    }
    return calls;
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
      Thread.onSpinWait();
    }
  }

  private static final class Nothing implements Team.Work {
    @Override
    public int phases() {
      return 0;
    }

    @Override
    public int tasks(int phase) {
      return 0;
    }

    @Override
    public void run(int phase, int task) {}
  }

  private final class DoublingPlan extends Plan<int[]> {
    DoublingPlan(OneDnn oneDnn) {
      super(new Compilation(oneDnn, MODEL::tensor, 0, 1, Precision.FLOAT32));
    }

    @Override
    Session<int[]> session() {
      DoublingSession session = new DoublingSession(memory());
      sessions.add(session);
      return session;
    }
  }

  private final class DoublingSession extends Session<int[]> {
    private int value;
    private boolean closed;

    DoublingSession(SessionMemory memory) {
      super(memory, List.of());
    }

    @Override
    void load(Image<int[]> image, int row) {
      value = image.call()[image.index()];
    }

    @Override
    void store(Image<int[]> image, int row) {
      if (failing) {
        throw new ArithmeticException("as told");
      }
      image.call()[image.index()] = 2 * value;
    }

    @Override
    void computeGroup(List<Image<int[]>> group) {
      groups.add(group.size());
      for (Image<int[]> image : group) {
        load(image, 0);
        store(image, 0);
      }
    }

    @Override
    public void close() {
      closed = true;
      super.close();
    }
  }
}
