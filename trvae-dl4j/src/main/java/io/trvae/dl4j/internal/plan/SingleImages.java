package io.trvae.dl4j.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Single images of concurrent calls. One that finds a thread free is shared by all that are; those
 * that have to wait become a group for one thread, which brings the weights into its caches once.
 *
 * @param <C> what a call brings and takes away
 */
final class SingleImages<C> {

  /** Callers in a group; with more, the other threads would find nobody. */
  private static final int MOST = 4;

  private final Team team;
  private final Computation<C> computation;

  /** The group that waits and has room. Guarded by this. */
  private @Nullable Group<C> open;

  SingleImages(Team team, Computation<C> computation) {
    this.team = team;
    this.computation = computation;
  }

  /** Returns what is done with an image, for callers that bring many. */
  Computation<C> computation() {
    return computation;
  }

  /**
   * Computes an image.
   *
   * @throws IllegalStateException if the team is closed
   */
  void compute(Session.Image<C> image) {
    Group<C> group = new Group<>();
    Group<C> joined = join(group, image);
    if (joined == group) {
      lead(group);
    } else {
      joined.await();
    }
  }

  private synchronized Group<C> join(Group<C> own, Session.Image<C> image) {
    Group<C> group = open == null ? own : open;
    group.images.add(image);
    open = group.images.size() == MOST ? null : group;
    return group;
  }

  /** Lets nobody join any more. */
  private synchronized void seal(Group<C> group) {
    if (open == group) {
      open = null;
    }
  }

  private void lead(Group<C> group) {
    try {
      awaitCompany();
      team.lead(() -> work(group));
    } catch (RuntimeException | Error e) {
      group.failure = e;
      throw e;
    } finally {
      seal(group);
      group.computed.release(group.images.size());
    }
  }

  /**
   * Callers whose images were computed as a group have all just been woken up, and the first of
   * them to call again would be alone.
   */
  @SuppressWarnings("ThreadPriorityCheck") // who runs first makes a difference to speed only
  private void awaitCompany() {
    if (team.isComputing()) {
      Thread.yield();
    }
  }

  private Team.Work work(Group<C> group) {
    seal(group);
    return group.images.size() == 1
        ? computation.onOne(group.images.get(0))
        : new Groups<>(computation, group.images, MOST);
  }

  private static final class Group<C> {

    final List<Session.Image<C>> images = new ArrayList<>(MOST);
    final Semaphore computed = new Semaphore(0);
    @Nullable Throwable failure;

    void await() {
      computed.acquireUninterruptibly();
      if (failure instanceof Error error) {
        throw error;
      } else if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }
}
