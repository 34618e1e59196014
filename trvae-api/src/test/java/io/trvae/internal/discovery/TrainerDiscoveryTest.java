package io.trvae.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trvae.BackendException;
import io.trvae.Cancellation;
import io.trvae.ErrorCode;
import io.trvae.Precision;
import io.trvae.model.TransferModel;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.TrainerProvider;
import io.trvae.testkit.ServiceClassPath;
import io.trvae.training.DomainDataset;
import io.trvae.training.Trainer;
import io.trvae.training.TrainingConfig;
import io.trvae.training.TrainingListener;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerDiscoveryTest {

  private static final BackendOptions OPTIONS =
      new BackendOptions(3, Optional.of("cpu"), Precision.FLOAT32);

  @TempDir private Path directory;

  @AfterEach
  void restore() {
    System.clearProperty("trvae.trainer");
  }

  private ServiceClassPath offering(Class<?>... providers) {
    return new ServiceClassPath(
        directory, TrainerProvider.class, Arrays.stream(providers).map(Class::getName).toList());
  }

  @Test
  void theBestIsOpenedWithAllProcessors() {
    try (ServiceClassPath services = offering(Plain.class, Better.class)) {
      assertThat(Trainer.open())
          .isEqualTo(
              new NamedTrainer(
                  "better",
                  new BackendOptions(
                      Runtime.getRuntime().availableProcessors(),
                      Optional.empty(),
                      Precision.FLOAT32)));
    }
  }

  @Test
  void nameAndPropertyChoose() {
    try (ServiceClassPath services = offering(Plain.class, Better.class)) {
      assertThat(Trainer.open("plain", OPTIONS)).isEqualTo(new NamedTrainer("plain", OPTIONS));
      System.setProperty("trvae.trainer", "plain");
      assertThat(Trainer.open()).extracting("name").isEqualTo("plain");
      assertThat(Trainer.open("better", OPTIONS)).extracting("name").isEqualTo("better");
    }
  }

  @Test
  void anUnknownNameListsTheKnown() {
    try (ServiceClassPath services = offering(Plain.class, Better.class)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> Trainer.open("other", OPTIONS))
          .withMessageContaining("The trainer 'other' is not there. Known are: better, plain")
          .returns(ErrorCode.BACKEND_UNAVAILABLE, BackendException::code);
    }
  }

  @Test
  void withoutAnyTheMessageNamesTheArtifact() {
    try (ServiceClassPath services = offering()) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(Trainer::open)
          .withMessageContaining("No trainer is on the class path: add io.trvae:trvae-dl4j");
    }
  }

  /** As in a container whose threads see nothing of the library. */
  @Test
  void theLibrarysOwnClassLoaderIsAskedToo() throws Exception {
    Path file = directory.resolve("META-INF/services").resolve(TrainerProvider.class.getName());
    Files.createDirectories(file.getParent());
    Files.writeString(file, Plain.class.getName());
    List<URL> urls = new ArrayList<>();
    urls.add(directory.toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader own = new URLClassLoader(urls.toArray(URL[]::new), platform)) {
      for (ClassLoader context : new ClassLoader[] {platform, null}) {
        thread.setContextClassLoader(context);
        Class<?> trainer = Class.forName(Trainer.class.getName(), true, own);
        assertThat(trainer.getMethod("open").invoke(null)).extracting("name").isEqualTo("plain");
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Remembers how it was opened. */
  record NamedTrainer(String name, BackendOptions options) implements Trainer {
    @Override
    public TransferModel train(
        TrainingConfig config,
        DomainDataset dataset,
        TrainingListener listener,
        Cancellation cancellation) {
      throw new UnsupportedOperationException();
    }
  }

  public static final class Plain extends Offer {
    public Plain() {
      super("plain", 0);
    }
  }

  public static final class Better extends Offer {
    public Better() {
      super("better", 1);
    }
  }

  private abstract static class Offer implements TrainerProvider {
    private final String name;
    private final int priority;

    Offer(String name, int priority) {
      this.name = name;
      this.priority = priority;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int priority() {
      return priority;
    }

    @Override
    public BackendStatus probe() {
      return new BackendStatus.Available("nothing");
    }

    @Override
    public Trainer open(BackendOptions options) {
      return new NamedTrainer(name, options);
    }
  }
}
