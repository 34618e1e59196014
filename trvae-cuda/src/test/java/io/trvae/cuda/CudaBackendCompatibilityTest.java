package io.trvae.cuda;

import io.trvae.cuda.emulator.Emulator;
import io.trvae.network.Architecture;
import io.trvae.spi.BackendProvider;
import io.trvae.testkit.ArchitectureKit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The backend keeps the contract on an emulated GPU. */
class CudaBackendCompatibilityTest {

  @BeforeAll
  static void emulate() {
    Emulator.load();
  }

  @Nested
  class Compact extends Kit {
    Compact() {
      super(Architecture.COMPACT, 16, 3, 1);
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
      super(Architecture.PORTRAIT_DEEP, 16, 3, 8);
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

  abstract static class Kit extends ArchitectureKit {
    Kit(Architecture architecture, int imageSize, int domains, int seed) {
      super(architecture, imageSize, domains, seed);
    }

    @Override
    protected BackendProvider provider() {
      return new CudaBackendProvider();
    }
  }
}
