package io.trvae.internal.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One call of a backend. */
@Name("io.trvae.Batch")
@Label("Batch")
@Description("A batch of images that a backend encoded, decoded or transferred")
@Category("trvae")
@StackTrace(false)
final class BatchEvent extends Event {

  @Label("Backend")
  @Nullable String backend;

  @Label("Operation")
  @Nullable String operation;

  @Label("Images")
  int images;
}
