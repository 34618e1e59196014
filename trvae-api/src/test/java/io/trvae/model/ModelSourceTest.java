package io.trvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {

  private final ClassLoader original = Thread.currentThread().getContextClassLoader();

  @TempDir Path directory;

  @AfterEach
  void restoreContextClassLoader() {
    Thread.currentThread().setContextClassLoader(original);
  }

  private URLClassLoader classPathOfDirectory() throws IOException {
    return new URLClassLoader(new URL[] {directory.toUri().toURL()}, null);
  }

  private Path bundledFile() throws IOException {
    Path path = directory.resolve("io/trvae/models/faces.safetensors");
    Files.createDirectories(path.getParent());
    return path;
  }

  @Test
  void memory() {
    TransferModel model = TestModels.compact();

    assertThat(ModelSource.of(model).load()).isSameAs(model);
  }

  @Test
  void file() throws IOException {
    TransferModel model = TestModels.compact();
    Path path = directory.resolve("model.safetensors");
    ModelSource source = ModelSource.file(path);
    ModelFile.write(model, path, WeightType.FLOAT32);

    TestModels.assertSame(source.load(), model);
    assertThat(source).hasToString("model file '" + path + "'");
  }

  @Test
  void missingFile() {
    Path path = directory.resolve("missing.safetensors");

    assertThatThrownBy(ModelSource.file(path)::load)
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MISSING))
        .hasMessageContaining(path.toString())
        .hasCauseInstanceOf(NoSuchFileException.class);
  }

  @Test
  void damagedFile() throws IOException {
    Path path = Files.writeString(directory.resolve("text.safetensors"), "no model at all");

    assertThatThrownBy(ModelSource.file(path)::load)
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID))
        .hasMessageContaining(path.toString());
  }

  @Test
  void bundledOnTheContextClassLoader() throws IOException {
    TransferModel model = TestModels.compact();
    ModelFile.write(model, bundledFile(), WeightType.FLOAT32);

    try (URLClassLoader loader = classPathOfDirectory()) {
      Thread.currentThread().setContextClassLoader(loader);
      TestModels.assertSame(ModelSource.bundled().load(), model);
    }
  }

  @Test
  void damagedBundledModel() throws IOException {
    Files.writeString(bundledFile(), "no model at all");

    try (URLClassLoader loader = classPathOfDirectory()) {
      Thread.currentThread().setContextClassLoader(loader);
      assertThatThrownBy(ModelSource.bundled()::load)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("The bundled model file:")
          .hasMessageContaining("faces.safetensors cannot be used");
    }
  }

  @Test
  void noBundledModel() throws IOException {
    try (URLClassLoader loader = classPathOfDirectory()) {
      for (ClassLoader context : new ClassLoader[] {loader, null}) {
        Thread.currentThread().setContextClassLoader(context);
        assertThatThrownBy(ModelSource.bundled()::load)
            .isInstanceOfSatisfying(
                ModelException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_MISSING))
            .hasMessageContaining("io.trvae:trvae-dl4j")
            .hasMessageContaining("classifier 'models'");
      }
    }
  }
}
