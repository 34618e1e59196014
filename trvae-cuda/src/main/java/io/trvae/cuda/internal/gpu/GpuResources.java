package io.trvae.cuda.internal.gpu;

import java.util.ArrayDeque;
import java.util.Deque;

/** Resources that are given back together, the last one first. */
public final class GpuResources implements GpuResource {

  private final Deque<GpuResource> owned = new ArrayDeque<>();

  /** Takes over a resource, and returns it. */
  public <T extends GpuResource> T own(T resource) {
    owned.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}
