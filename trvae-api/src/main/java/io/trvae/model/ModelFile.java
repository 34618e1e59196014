package io.trvae.model;

import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.internal.io.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Model files: one file in the safetensors format, described in {@code docs/model-format.md}.
 *
 * <p>Reading checks everything before it is used: the header's JSON, every tensor's place, type and
 * shape, that the tensors are those of the network, and the SHA-256 of their bytes. It never
 * executes anything that a file names, and it takes memory only for bytes that are there. The
 * limits are 1 MiB for the header and 1 GiB for the tensors. The checksum finds damage; it does not
 * prove who wrote a file.
 *
 * <p>A model that was read is independent of its file, which may be replaced, shortened or deleted:
 * its bytes are copied to the heap and not mapped. A mapping would change under a model that says
 * it is immutable, fault where the file was shortened, and on Windows hold the file until a garbage
 * collection; that is too high a price for the milliseconds that a copy of some ten megabytes
 * takes.
 *
 * <p>All methods may be called from any thread.
 *
 * @since 0.1.0
 */
public final class ModelFile {

  private static final int MAX_FAULT_LENGTH = 1000;

  private ModelFile() {}

  /**
   * Reads a model from a file.
   *
   * @param path the file
   * @return the model
   * @throws ModelException with {@link ErrorCode#MODEL_INVALID} if the file is damaged, is not a
   *     model file or was written by a newer version; the message names the file and what is wrong
   * @throws IOException if the file cannot be opened or read
   */
  public static TransferModel read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, "The model file '" + path + "'");
    }
  }

  /**
   * Reads a model from a stream, to the stream's end; what follows a model is an error.
   *
   * @param in the stream; not closed
   * @return the model
   * @throws ModelException with {@link ErrorCode#MODEL_INVALID} if the bytes are damaged, are not a
   *     model file or were written by a newer version
   * @throws IOException if the stream cannot be read
   */
  public static TransferModel read(InputStream in) throws IOException {
    return read(in, "The model stream");
  }

  /** Reads a model; messages start with the given subject. */
  static TransferModel read(InputStream in, String subject) throws IOException {
    try {
      SafetensorsFile file = SafetensorsReader.read(in);
      ModelMetadata metadata = ModelMetadata.decode(file.metadata());
      TransferModel model =
          new TransferModel(metadata.spec(), file.tensors(), metadata.provenance(), subject);
      file.checkSha256(metadata.sha256());
      return model;
    } catch (FormatException e) {
      throw unusable(subject, e);
    }
  }

  static ModelException unusable(String subject, FormatException cause) {
    return new ModelException(
        ErrorCode.MODEL_INVALID, subject + " cannot be used: " + printable(cause.fault()), cause);
  }

  /** Names from a hostile file should neither break nor flood a log. */
  static String printable(String fault) {
    String line = fault.replaceAll("\\p{Cc}", "?");
    return line.length() <= MAX_FAULT_LENGTH ? line : line.substring(0, MAX_FAULT_LENGTH) + "...";
  }

  /**
   * Writes a model to a file, whole or not at all: to a temporary file in the same directory, from
   * there to the disk, and then moved to its place. What was there before is replaced.
   *
   * <p>The same model gives the same bytes.
   *
   * @param model the model
   * @param path the file; its directory must exist
   * @param type the type that the weights are stored in. Float16 rounds float32 weights to the
   *     nearest value, ties to even
   * @throws IllegalArgumentException if a finite weight is too large for the type, a metric is not
   *     finite, or the file would exceed the limits
   * @throws IOException if the file cannot be written
   */
  public static void write(TransferModel model, Path path, WeightType type) throws IOException {
    Map<String, Tensor> tensors = convert(model.tensors(), type);
    String sha256 = SafetensorsFile.sha256(tensors.values());
    ModelMetadata metadata = new ModelMetadata(model.spec(), model.provenance(), sha256);
    SafetensorsFile file = new SafetensorsFile(metadata.encode(), tensors);

    AtomicFile.write(path, out -> file.write(Channels.newChannel(out)));
  }

  /** Converts tensors to the type that they are to be stored in. */
  static Map<String, Tensor> convert(Map<String, Tensor> tensors, WeightType type) {
    Map<String, Tensor> converted = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> converted.put(name, convert(name, tensor, type)));
    return converted;
  }

  private static Tensor convert(String name, Tensor tensor, WeightType type) {
    if (tensor.type() == type) {
      return tensor;
    }
    float[] values = tensor.toFloats();
    return switch (type) {
      case FLOAT32 -> Tensor.of(tensor.shape(), values);
      case FLOAT16 -> {
        ByteBuffer halves = ByteBuffer.allocate(values.length * type.bytes());
        halves.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; i++) {
          short half = Float16.fromFloat(values[i]);
          if (Float.isInfinite(Float16.toFloat(half)) && Float.isFinite(values[i])) {
            throw new IllegalArgumentException(
                "The weight "
                    + values[i]
                    + " at index "
                    + i
                    + " of '"
                    + name
                    + "' is too large for float16, which ends at 65504; store float32");
          }
          halves.putShort(half);
        }
        yield Tensor.view(tensor.shape(), type, halves.flip());
      }
    };
  }
}
