package io.trvae.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.TransferPipeline;
import io.trvae.cuda.emulator.Emulator;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceProvider;
import io.trvae.testkit.ServiceClassPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What the provider says of GPUs of all sorts, all of them emulated. */
class CudaBackendProviderTest {

  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 3, 8, 16, 0), 1);

  private static final String DISCOVERY = "io.trvae.internal.discovery.Discovery";

  private final CudaBackendProvider provider = new CudaBackendProvider();

  @BeforeEach
  void emulate() {
    Emulator.load();
  }

  @AfterEach
  void restore() {
    Emulator.scenario("");
  }

  @Test
  void isFoundAndComesBeforeTheProcessor() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .hasAtLeastOneElementOfType(CudaBackendProvider.class);
    assertThat(provider.priority()).isGreaterThan(50);
  }

  @Test
  void describesTheGpu() {
    assertThat(provider.probe())
        .isEqualTo(
            new BackendStatus.Available(
                "GPU 0, Emulated GPU 0 (GPU-10101010-1010-1010-1010-101010101010),"
                    + " compute capability 8.0, float32"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version 12040    | is for CUDA 12.4, older than 13       | install driver 580",
        "init 100         | shows no GPU                          | CUDA_VISIBLE_DEVICES",
        "devices 0        | shows no GPU                          | CUDA_VISIBLE_DEVICES",
        "init 803         | CUDA_ERROR_SYSTEM_DRIVER_MISMATCH     | restart the machine",
        "init 34          | CUDA status 34                        | nvidia-smi",
        "capability 7 0   | GPU 0, Emulated GPU 0 (GPU-10101010-1010-1010-1010-101010101010) is of 7.0 |"
            + " Turing",
        "memory 500000000 | has 476 MiB of free memory            | nvidia-smi",
        "fail cuCtxCreate_v4 2 0 9 | cuCtxCreate failed on GPU 0, Emulated GPU 0 | smaller batches",
        "fail cuDeviceGetCount 999 0 9 | cuDeviceGetCount failed on this machine | GPU is lost"
      })
  void eachMissingPieceHasItsReasonAndRemedy(String scenario, String reason, String remedy) {
    Emulator.scenario(scenario);
    for (int i = 0; i < 2; i++) {
      assertThat(provider.probe())
          .isInstanceOfSatisfying(
              BackendStatus.Unavailable.class,
              status -> {
                assertThat(status.reason()).contains(reason);
                assertThat(status.remedy()).contains(remedy);
              });
    }
  }

  @Test
  void oldGpusComputeInFloat32Only() {
    Emulator.scenario("capability 7 5");
    assertThat(provider.probe()).isInstanceOf(BackendStatus.Available.class);
    for (Precision precision : List.of(Precision.TF32, Precision.FLOAT16, Precision.BFLOAT16)) {
      assertThat(provider.probe(precision))
          .isInstanceOfSatisfying(
              BackendStatus.Unavailable.class,
              status ->
                  assertThat(status.reason())
                      .contains("has no instructions for " + precision.id()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "GPU-11111111-1111-1111-1111-111111111111, 1",
    "MIG-11111111-1111-1111-1111-111111111111, 1",
    "'', 0"
  })
  void choosesTheGpuAskedFor(String device, int index) {
    Emulator.scenario("devices 2");
    Optional<String> asked = Optional.of(device).filter(name -> !name.isEmpty());
    try (Backend backend = provider.open(MODEL, options(asked))) {
      assertThat(backend.description()).startsWith("GPU " + index + ", Emulated GPU " + index);
    }
  }

  @Test
  void listsTheGpusWhereTheOneAskedForIsNotThere() {
    Emulator.scenario("devices 2");
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> provider.open(MODEL, options(Optional.of("2"))))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_UNAVAILABLE))
        .withMessageContaining("there is no GPU '2'")
        .withMessageContaining("GPU 0, Emulated GPU 0 (GPU-1")
        .withMessageContaining("; GPU 1, Emulated GPU 1 (GPU-1");
  }

  @Test
  void codeForANewerGpuThanTheCompilerKnowsIsLeftToTheDriver() {
    // The emulated compiler knows 9.0 at most.
    Emulator.scenario("capability 12 0");
    try (Backend backend = provider.open(MODEL, options(Optional.empty()))) {
      assertThat(backend.description()).contains("compute capability 12.0");
    }
  }

  @Test
  void withoutAGpuTheProcessorComputesAndOneLineTellsWhy(@TempDir Path directory) {
    Emulator.scenario("init 100");
    Logger logger = (Logger) LoggerFactory.getLogger(DISCOVERY);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try (ServiceClassPath services = bothProviders(directory);
        TransferPipeline pipeline =
            TransferPipeline.builder().model(ModelSource.of(MODEL)).build()) {
      assertThat(pipeline.backend().name()).isEqualTo("reference");
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.INFO);
              assertThat(line.getFormattedMessage())
                  .contains("'reference'")
                  .contains("not taken: cuda: the NVIDIA driver shows no GPU");
            });
  }

  @Test
  void askedForByNameItIsNeverReplaced(@TempDir Path directory) {
    Emulator.scenario("init 100");
    try (ServiceClassPath services = bothProviders(directory)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(
              () ->
                  TransferPipeline.builder()
                      .model(ModelSource.of(MODEL))
                      .backend(CudaBackendProvider.NAME)
                      .build())
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_UNAVAILABLE))
          .withMessageContaining("shows no GPU");
    }
  }

  private static ServiceClassPath bothProviders(Path directory) {
    return new ServiceClassPath(
        directory,
        BackendProvider.class,
        List.of(CudaBackendProvider.class.getName(), ReferenceProvider.class.getName()));
  }

  private static BackendOptions options(Optional<String> device) {
    return new BackendOptions(1, device, Precision.FLOAT32);
  }
}
