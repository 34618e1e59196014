package io.trvae.samples.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A process that never rests for each processor but one. */
final class BusyNeighbour implements AutoCloseable {

  private final List<Process> processes = new ArrayList<>();

  BusyNeighbour() throws IOException {
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    for (int i = 0; i < count; i++) {
      processes.add(Fork.java(BusyNeighbour.class).start());
    }
  }

  /** Spins until the process that asked for it closes the pipe, or ends. */
  public static void main(String[] arguments) throws IOException {
    Thread spinning =
        new Thread(
            () -> {
              while (true) {
                Thread.onSpinWait();
              }
            });
    spinning.setDaemon(true);
    spinning.start();
    while (System.in.read() >= 0) {
      // Nothing is ever sent.
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
