package io.trvae.samples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Draws the pictures of a partition, on an executor.
 *
 * <p>May run any number of times for the same pictures, even at once, as Spark repeats what an
 * executor took with it: files are written whole or not at all, always under the same names, and
 * those that are there are kept.
 */
final class PartitionTransfer implements FlatMapFunction<Iterator<Row>, Row> {

  private static final long serialVersionUID = 1;

  private final SparkCall call;

  PartitionTransfer(SparkCall call) {
    this.call = call;
  }

  /** Takes rows of {@link Manifest#picture}, returns those of {@link Manifest#outcome}. */
  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    List<PictureFile> pictures = new ArrayList<>();
    rows.forEachRemaining(row -> pictures.add(Manifest.picture(row)));
    Spark command = call.command();
    Path folder = command.folder().toAbsolutePath().normalize();
    PictureDrawer drawer = ExecutorDrawer.get(command);
    List<Row> outcomes = new ArrayList<>();
    for (FolderPlan.Task task : command.plan(pictures, folder).tasks()) {
      FolderPlan.Task missing = task.missing();
      Optional<String> failure =
          missing.targets().isEmpty() ? Optional.empty() : drawer.draw(missing);
      task.targets()
          .forEach(
              (domain, file) ->
                  outcomes.add(
                      missing.targets().containsKey(domain)
                          ? Manifest.outcome(task.picture(), domain, file, failure)
                          : Manifest.kept(task.picture(), domain, file)));
    }
    return outcomes.iterator();
  }
}
