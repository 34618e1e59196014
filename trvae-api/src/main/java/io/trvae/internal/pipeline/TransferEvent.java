package io.trvae.internal.pipeline;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One transfer call, of a single image or of many. */
@Name("io.trvae.Transfer")
@Label("Transfer")
@Description("A call that draws images in other domains")
@Category("trvae")
@StackTrace(false)
final class TransferEvent extends Event {

  @Label("Backend")
  @Nullable String backend;

  @Label("Images asked for")
  int requested;

  @Label("Images finished")
  int finished;
}
