package io.trvae.samples;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/** Hears of the end of an executor, and closes what its tasks drew with. */
public final class DrawerPlugin implements SparkPlugin {

  /** Called by Spark. */
  public DrawerPlugin() {}

  @Override
  public @Nullable DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void shutdown() {
        ExecutorDrawer.close();
      }
    };
  }
}
