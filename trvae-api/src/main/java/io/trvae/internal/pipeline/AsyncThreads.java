package io.trvae.internal.pipeline;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The threads of asynchronous calls: daemons, started when the first such call comes. */
final class AsyncThreads {

  private final int count;
  private final AtomicInteger started = new AtomicInteger();
  private @Nullable ExecutorService executor;

  AsyncThreads(int count) {
    this.count = count;
  }

  synchronized void execute(Runnable work) {
    if (executor == null) {
      executor = Executors.newFixedThreadPool(count, this::newThread);
    }
    executor.execute(work);
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "trvae-async-" + started.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /** Lets the threads end when they are done; the lifecycle has waited for their calls. */
  synchronized void shutdown() {
    if (executor != null) {
      executor.shutdown();
    }
  }
}
