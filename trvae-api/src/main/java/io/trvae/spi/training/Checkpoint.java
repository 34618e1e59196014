package io.trvae.spi.training;

import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The state of a training between two epochs, in one file.
 *
 * <p>A checkpoint is for the trainer alone and for one version of it; models are exchanged as model
 * files. It is written to a temporary file, forced to the disk and moved over the previous one, so
 * that there is always one whole checkpoint.
 *
 * @param configuration the options of the training, by name
 * @param progress how far it has come
 * @param state the learner's arrays
 * @param best the arrays of the best epoch
 */
record Checkpoint(
    Map<String, String> configuration, Progress progress, List<float[]> state, float[] best) {

  private static final String FILE_NAME = "checkpoint.bin";
  private static final long MAGIC = 0x7472_7661_6563_7031L; // "trvaecp1"

  /** In bytes; a state has tens of millions of numbers, too many to pass one at a time. */
  private static final int CHUNK = 1 << 16;

  /** Tells whether a directory has a checkpoint. */
  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(FILE_NAME));
  }

  /** Reads the checkpoint of a directory, if there is one. */
  static Optional<Checkpoint> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE_NAME);
    if (!isIn(directory)) {
      return Optional.empty();
    }
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      if (in.readLong() != MAGIC) {
        throw damaged(file, "it does not start like one");
      }
      Map<String, String> configuration = new TreeMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        configuration.put(in.readUTF(), in.readUTF());
      }
      Progress progress =
          new Progress(in.readInt(), in.readDouble(), in.readInt(), in.readDouble(), in.readInt());
      List<float[]> state = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        state.add(readFloats(in, file));
      }
      Checkpoint checkpoint = new Checkpoint(configuration, progress, state, readFloats(in, file));
      long sum = checked.getChecksum().getValue();
      if (in.readLong() != sum) {
        throw damaged(file, "its checksum is wrong");
      }
      return Optional.of(checkpoint);
    } catch (EOFException e) {
      throw damaged(file, "it is cut off");
    } catch (UTFDataFormatException e) {
      throw damaged(file, "its options are no text");
    }
  }

  private static float[] readFloats(DataInputStream in, Path file) throws IOException {
    int length = in.readInt();
    if (length < 0 || (long) length * Float.BYTES > Files.size(file)) {
      throw damaged(file, "an array claims " + length + " elements");
    }
    float[] values = new float[length];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (int from = 0; from < length; from += CHUNK / Float.BYTES) {
      int count = Math.min(CHUNK / Float.BYTES, length - from);
      in.readFully(chunk.array(), 0, count * Float.BYTES);
      chunk.asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  private static TrainingException damaged(Path file, String why) {
    return new TrainingException(
        ErrorCode.CHECKPOINT_INVALID,
        "The checkpoint " + file + " is damaged: " + why + "; without it a training starts afresh");
  }

  /**
   * Writes this checkpoint in place of the previous one.
   *
   * @throws IOException if it cannot be written; the previous one is unchanged then
   */
  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    // Always the same, so that what a killed process left is written over by the next.
    Path temporary = directory.resolve("." + FILE_NAME + ".tmp");
    try {
      writeTo(temporary);
      Files.move(
          temporary,
          directory.resolve(FILE_NAME),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        // Where a disk is full, half a checkpoint would keep it full.
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void writeTo(Path temporary) throws IOException {
    CheckedOutputStream checked =
        new CheckedOutputStream(
            new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16), new CRC32());
    try (DataOutputStream out = new DataOutputStream(checked)) {
      out.writeLong(MAGIC);
      out.writeInt(configuration.size());
      for (Map.Entry<String, String> option : configuration.entrySet()) {
        out.writeUTF(option.getKey());
        out.writeUTF(option.getValue());
      }
      out.writeInt(progress.epoch());
      out.writeDouble(progress.learningRate());
      out.writeInt(progress.bestEpoch());
      out.writeDouble(progress.bestLoss());
      out.writeInt(progress.plateauEpochs());
      out.writeInt(state.size());
      for (float[] array : state) {
        writeFloats(out, array);
      }
      writeFloats(out, best);
      out.writeLong(checked.getChecksum().getValue());
    }
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
    out.writeInt(values.length);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    for (int from = 0; from < values.length; from += CHUNK / Float.BYTES) {
      int count = Math.min(CHUNK / Float.BYTES, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }
}
