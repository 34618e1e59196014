package io.trvae.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;
import io.trvae.testkit.RandomModels;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Nd4jBackendProviderTest {

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restoreClassLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(BackendProvider.class))
        .filteredOn(provider -> provider.name().equals("nd4j"))
        .singleElement()
        .satisfies(provider -> assertThat(provider.priority()).isEqualTo(10));
  }

  @Test
  void describesWhatComputes() {
    assertThat(new Nd4jBackendProvider().probe())
        .isInstanceOfSatisfying(
            BackendStatus.Available.class,
            status ->
                assertThat(status.description())
                    .matches("ND4J \\S+, CPU, OPENBLAS( and oneDNN)?, \\d+ threads"));
  }

  @Test
  void saysThatAGpuIsTooNew() {
    var failure =
        new IllegalStateException(
            new RuntimeException("CUDA error: no kernel image is available for execution"));
    assertThat(Nd4jBackendProvider.Probe.explain(failure))
        .satisfies(
            status -> {
              assertThat(status.reason()).contains("ends with compute capability 8.6");
              assertThat(status.remedy()).contains("trvae-cuda");
            });
  }

  @Test
  void hasNoDevicesToChooseFrom() {
    var model = RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 4, 0), 1);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(
            () ->
                new Nd4jBackendProvider()
                    .open(model, new BackendOptions(1, Optional.of("gpu7"), Precision.FLOAT32)))
        .withMessageContaining("gpu7")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_UNAVAILABLE));
  }

  @Test
  void computesInFloat32Alone() {
    var model = RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 4, 0), 1);
    var options = new BackendOptions(1, Optional.empty(), Precision.BFLOAT16);
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> new Nd4jBackendProvider().open(model, options))
        .withMessageContaining("'nd4j'")
        .withMessageContaining("float32 only, not in bfloat16")
        .withMessageContaining("leave the precision out")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.BACKEND_UNAVAILABLE));
  }

  @Test
  void withoutTheNativeBuildItNamesTheArtifactsToAdd() throws Exception {
    try (URLClassLoader incomplete =
        classPathWithout(name -> name.matches("nd4j-native-.*-(linux|macosx|windows)-.*\\.jar"))) {
      Object provider = load(incomplete);
      String status = probe(provider);
      assertThat(status)
          .startsWith("Unavailable[reason=ND4J does not start (")
          .contains("jnind4jcpu")
          .contains("org.nd4j:nd4j-native")
          .contains("classifier");
      // ND4J is beyond repair now, and says less about it; the reason given stays the first one.
      assertThat(probe(provider)).isEqualTo(status);
    }
  }

  @Test
  void afterAFailureElsewhereItPointsToTheFirstOne() throws Exception {
    try (URLClassLoader incomplete =
        classPathWithout(name -> name.matches("nd4j-native-.*-(linux|macosx|windows)-.*\\.jar"))) {
      assertThatExceptionOfType(ExceptionInInitializerError.class)
          .isThrownBy(() -> Class.forName("org.nd4j.linalg.factory.Nd4j", true, incomplete));
      assertThat(probe(load(incomplete)))
          .startsWith("Unavailable[reason=ND4J failed to start earlier in this process");
    }
  }

  @Test
  void withoutNd4jItIsUnavailableToo() throws Exception {
    try (URLClassLoader incomplete = classPathWithout(name -> name.startsWith("nd4j-api"))) {
      assertThat(probe(load(incomplete)))
          .startsWith("Unavailable[")
          .contains("ClassNotFoundException: org.nd4j.linalg.factory.Nd4j");
    }
  }

  private static Object load(ClassLoader loader) throws ReflectiveOperationException {
    return loader.loadClass(Nd4jBackendProvider.class.getName()).getConstructor().newInstance();
  }

  private static String probe(Object provider) throws ReflectiveOperationException {
    return provider.getClass().getMethod("probe").invoke(provider).toString();
  }

  /** Also makes it the thread's class loader, through which ND4J looks for its parts. */
  private static URLClassLoader classPathWithout(Predicate<String> missing) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (!missing.test(path.getFileName().toString())) {
        urls.add(path.toUri().toURL());
      }
    }
    URLClassLoader incomplete =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(incomplete);
    return incomplete;
  }
}
