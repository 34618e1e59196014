package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.TransferPipeline;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.testkit.RandomModels;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DroppedOneDnnTest {

  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 4, 0), 1);

  /** They are the first to go when native memory is freed. */
  @Test
  void helpersOfADroppedPipelineEnd() throws Exception {
    Set<Thread> before = helpers();
    openAndWarmUp();
    assertThat(helpers()).hasSize(before.size() + 2);

    for (int i = 0; i < 100 && !before.containsAll(helpers()); i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(before).containsAll(helpers());
  }

  private static void openAndWarmUp() {
    TransferPipeline.builder()
        .model(ModelSource.of(MODEL))
        .backend("onednn")
        .threads(3)
        .build()
        .warmUp();
  }

  private static Set<Thread> helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("trvae-helper-"))
        .collect(Collectors.toSet());
  }
}
