package io.trvae.dl4j;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.BackendProvider;
import io.trvae.testkit.BackendCompatibilityKit;
import io.trvae.testkit.RandomModels;
import org.junit.jupiter.api.Nested;

/** A backend keeps the contract, with each architecture. */
abstract class ArchitecturesKit {

  /** Creates the provider under test. */
  abstract BackendProvider newProvider();

  @Nested
  class Compact extends Kit {
    @Override
    protected TransferModel model() {
      return RandomModels.create(new NetworkSpec(Architecture.COMPACT, 32, 3, 8, 16, 0.1f), 1);
    }
  }

  /** The smallest image: features shrink to height and width 1 between layers. */
  @Nested
  class CompactAtItsSmallest extends Kit {
    @Override
    protected TransferModel model() {
      return RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 2, 8, 16, 0.1f), 2);
    }
  }

  @Nested
  class Portrait extends Kit {
    @Override
    protected TransferModel model() {
      return RandomModels.create(new NetworkSpec(Architecture.PORTRAIT, 16, 3, 8, 16, 0.1f), 5);
    }
  }

  @Nested
  class ArchStyle1 extends Kit {
    @Override
    protected TransferModel model() {
      return RandomModels.create(new NetworkSpec(Architecture.ARCH_STYLE_1, 16, 3, 8, 16, 0.1f), 3);
    }
  }

  @Nested
  class ArchStyle3 extends Kit {
    @Override
    protected TransferModel model() {
      return RandomModels.create(new NetworkSpec(Architecture.ARCH_STYLE_3, 32, 3, 8, 16, 0.1f), 4);
    }
  }

  abstract class Kit extends BackendCompatibilityKit {
    @Override
    protected BackendProvider provider() {
      return newProvider();
    }

    @Override
    protected double tolerance() {
      return 1e-4;
    }
  }
}
