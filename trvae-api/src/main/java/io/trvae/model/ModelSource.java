package io.trvae.model;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is to be taken from: the class path, a file, or memory.
 *
 * <p>Immutable and thread-safe. Nothing is looked for or read before {@link #load()}.
 *
 * @since 0.1.0
 */
public final class ModelSource {

  private static final String BUNDLED = "io/trvae/models/faces.safetensors";

  private final String description;
  private final Supplier<TransferModel> loader;

  private ModelSource(String description, Supplier<TransferModel> loader) {
    this.description = description;
    this.loader = loader;
  }

  /**
   * The model that is published beside the library, in the artifact {@code io.trvae:trvae-dl4j}
   * with classifier {@code models}.
   *
   * <p>{@link #load()} looks for the resource {@code io/trvae/models/faces.safetensors} with the
   * context class loader of the calling thread first and with the library's own after that. Where
   * it is missing, the exception has {@link ErrorCode#MODEL_MISSING}.
   *
   * @return the source
   */
  public static ModelSource bundled() {
    return new ModelSource("bundled model", ModelSource::loadBundled);
  }

  /**
   * A model file.
   *
   * @param path the file
   * @return the source
   */
  public static ModelSource file(Path path) {
    Objects.requireNonNull(path, "path");
    return new ModelSource("model file '" + path + "'", () -> loadFile(path));
  }

  /**
   * A model that is there already, from training for instance.
   *
   * @param model the model
   * @return the source
   */
  public static ModelSource of(TransferModel model) {
    Objects.requireNonNull(model, "model");
    return new ModelSource("model in memory", () -> model);
  }

  /**
   * Reads the model.
   *
   * @return the model; read anew by each call, unless it was in memory
   * @throws ModelException with {@link ErrorCode#MODEL_MISSING} if there is no model or it cannot
   *     be read, with {@link ErrorCode#MODEL_INVALID} if what was read is not a usable model
   */
  public TransferModel load() {
    return loader.get();
  }

  /** Returns what kind of source it is, with a file's path. */
  @Override
  public String toString() {
    return description;
  }

  private static TransferModel loadFile(Path path) {
    try {
      return ModelFile.read(path);
    } catch (IOException e) {
      throw unreadable("The model file '" + path + "'", e);
    }
  }

  private static TransferModel loadBundled() {
    URL resource = findResource(BUNDLED);
    if (resource == null) {
      throw new ModelException(
          ErrorCode.MODEL_MISSING,
          "No bundled model is on the class path (resource "
              + BUNDLED
              + "); add the artifact io.trvae:trvae-dl4j with classifier 'models', or name a model"
              + " file of your own");
    }
    String subject = "The bundled model " + resource;
    try (InputStream in = resource.openStream()) {
      return ModelFile.read(in, subject);
    } catch (IOException e) {
      throw unreadable(subject, e);
    }
  }

  /** Searches the class path of the calling thread, then the library's own. */
  static @Nullable URL findResource(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL resource = context == null ? null : context.getResource(name);
    return resource != null ? resource : ModelSource.class.getClassLoader().getResource(name);
  }

  static ModelException unreadable(String subject, IOException cause) {
    return new ModelException(
        ErrorCode.MODEL_MISSING, subject + " cannot be read: " + cause, cause);
  }
}
