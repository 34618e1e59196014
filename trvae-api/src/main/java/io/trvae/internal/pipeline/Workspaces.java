package io.trvae.internal.pipeline;

import io.trvae.model.ModelSpec;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Workspaces that no call is using. Only those for single images are kept: they would be most of
 * what a call takes from the heap, while a large one would fill it for a batch that may never come
 * again. Thread-safe.
 */
final class Workspaces {

  private final ModelSpec spec;
  private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

  Workspaces(ModelSpec spec) {
    this.spec = spec;
  }

  Workspace take(int batch) {
    Workspace free = batch == 1 ? idle.poll() : null;
    return free == null ? new Workspace(batch, spec) : free;
  }

  /** Takes a workspace back; not after a failure, for a backend that failed may go on writing. */
  void giveBack(Workspace workspace) {
    if (workspace.batch == 1) {
      idle.add(workspace);
    }
  }

  /** Drops what is kept; no call is in flight. */
  void clear() {
    idle.clear();
  }
}
