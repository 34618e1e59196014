package io.trvae.dl4j;

import io.trvae.network.Architecture;
import io.trvae.spi.BackendProvider;
import io.trvae.testkit.ArchitectureKit;
import org.junit.jupiter.api.Nested;

/** A backend keeps the contract, with each architecture. */
abstract class ArchitecturesKit {

  /** Creates the provider under test. */
  abstract BackendProvider newProvider();

  /** Returns by how much batches and threads may change a result. */
  abstract double roundingOfBatches();

  @Nested
  class Compact extends Kit {
    Compact() {
      super(Architecture.COMPACT, 32, 3, 1);
    }
  }

  /** The smallest image: features shrink to height and width 1 between layers. */
  @Nested
  class CompactAtItsSmallest extends Kit {
    CompactAtItsSmallest() {
      super(Architecture.COMPACT, 16, 2, 2);
    }
  }

  @Nested
  class Portrait extends Kit {
    Portrait() {
      super(Architecture.PORTRAIT, 16, 3, 5);
    }
  }

  @Nested
  class PortraitDeep extends Kit {
    PortraitDeep() {
      super(Architecture.PORTRAIT_DEEP, 32, 3, 8);
    }
  }

  /** A linear encoder, of which the label lets one map through. */
  @Nested
  class PortraitLinear extends Kit {
    PortraitLinear() {
      super(Architecture.PORTRAIT_LINEAR, 16, 3, 9);
    }
  }

  @Nested
  class ArchStyle1 extends Kit {
    ArchStyle1() {
      super(Architecture.ARCH_STYLE_1, 16, 3, 3);
    }
  }

  /** An image of no even size, and no convolution at all. */
  @Nested
  class ArchStyle2 extends Kit {
    ArchStyle2() {
      super(Architecture.ARCH_STYLE_2, 9, 3, 6);
    }
  }

  @Nested
  class ArchStyle3 extends Kit {
    ArchStyle3() {
      super(Architecture.ARCH_STYLE_3, 32, 3, 4);
    }
  }

  @Nested
  class ArchStyle3Mirrored extends Kit {
    ArchStyle3Mirrored() {
      super(Architecture.ARCH_STYLE_3_MIRRORED, 32, 2, 7);
    }
  }

  abstract class Kit extends ArchitectureKit {
    Kit(Architecture architecture, int imageSize, int domains, int seed) {
      super(architecture, imageSize, domains, seed);
    }

    @Override
    protected BackendProvider provider() {
      return newProvider();
    }

    @Override
    protected double batchTolerance() {
      return roundingOfBatches();
    }
  }
}
