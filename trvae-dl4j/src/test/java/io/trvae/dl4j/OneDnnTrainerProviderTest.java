package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.spi.BackendOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OneDnnTrainerProviderTest {

  @Test
  void trainsInFloat32Alone() {
    var options = new BackendOptions(1, Optional.empty(), Precision.BFLOAT16);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> new OneDnnTrainerProvider().open(options))
        .withMessageContaining("cannot train in bfloat16")
        .returns(ErrorCode.BACKEND_UNAVAILABLE, BackendException::code);
  }
}
