package io.trvae.testkit;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.BackendProvider;
import org.junit.jupiter.api.Nested;

/** The reference backend keeps the contract that it is the yardstick of. */
class ReferenceCompatibilityTest {

  @Nested
  class Compact extends Kit {
    @Override
    protected TransferModel model() {
      return RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0.1f), 1);
    }
  }

  @Nested
  class ArchStyle1 extends Kit {
    @Override
    protected TransferModel model() {
      return RandomModels.create(new NetworkSpec(Architecture.ARCH_STYLE_1, 16, 3, 8, 16, 0.1f), 2);
    }
  }

  abstract static class Kit extends BackendCompatibilityKit {
    @Override
    protected BackendProvider provider() {
      return new ReferenceProvider();
    }
  }
}
