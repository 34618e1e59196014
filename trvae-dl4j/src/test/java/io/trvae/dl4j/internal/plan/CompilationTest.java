package io.trvae.dl4j.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.dl4j.internal.onednn.OneDnn;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.junit.jupiter.api.Test;

class CompilationTest {

  @Test
  void saysThatOneDnnHasNoPrimitive() {
    try (OneDnn oneDnn = new OneDnn();
        primitive_attr none = new primitive_attr()) {
      memory.desc unequal = oneDnn.plain(2, 3);
      matmul.primitive_desc product =
          oneDnn.own(
              new matmul.primitive_desc(oneDnn.engine(), unequal, unequal, unequal, none, true));

      assertThat(Compilation.implementation(product)).isEmpty();
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> Compilation.supported(product))
          .withMessageContaining("no primitive");
    }
  }
}
