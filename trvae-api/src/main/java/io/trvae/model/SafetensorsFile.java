package io.trvae.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The content of a file in the safetensors format: named tensors and a map of texts.
 *
 * @param metadata the texts, in the order of the file
 * @param tensors the tensors by name, in the order of their bytes in the file
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
record SafetensorsFile(Map<String, String> metadata, Map<String, Tensor> tensors) {

  /**
   * The longest header in bytes. Those of our networks take less than 20 KiB, so this leaves room
   * for provenance and keeps what a hostile header can make a parser allocate within tens of
   * megabytes.
   */
  static final int MAX_HEADER_BYTES = 1 << 20;

  /** The most tensor bytes in one file: 268 million float32 weights. */
  static final int MAX_TENSOR_BYTES = 1 << 30;

  static final String METADATA = "__metadata__";
  static final String DTYPE = "dtype";
  static final String SHAPE = "shape";
  static final String OFFSETS = "data_offsets";

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** Returns the SHA-256 of the tensors' bytes, one after the other, in hexadecimal digits. */
  static String sha256(Collection<Tensor> tensors) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    tensors.forEach(tensor -> digest.update(tensor.bytes()));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Checks that the tensors are those that the metadata were written for. */
  void checkSha256(String expected) throws FormatException {
    String actual = sha256(tensors.values());
    if (!actual.equals(expected)) {
      throw new FormatException(
          "its tensors are damaged: their SHA-256 is "
              + actual
              + ", its metadata say "
              + expected
              + "; copy it again");
    }
  }

  /**
   * Writes the file; the same content gives the same bytes.
   *
   * @throws IllegalArgumentException if header or tensors are longer than a reader takes, or a text
   *     is not Unicode
   */
  void write(WritableByteChannel out) throws IOException {
    byte[] header = header();
    ByteBuffer start = ByteBuffer.allocate(Long.BYTES + header.length);
    start.order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header).flip();
    writeFully(out, start);
    for (Tensor tensor : tensors.values()) {
      writeFully(out, tensor.bytes());
    }
  }

  private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private byte[] header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(METADATA, metadata);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = offset + tensor.bytes().remaining();
      Map<String, Object> description = new LinkedHashMap<>();
      description.put(DTYPE, tensor.type().safetensorsName());
      description.put(SHAPE, tensor.shape());
      description.put(OFFSETS, List.of(offset, end));
      header.put(entry.getKey(), description);
      offset = end;
    }
    ByteBuffer json = utf8(GSON.toJson(header));
    // Tensors start at a multiple of 8, as in files of the reference implementation.
    byte[] bytes = new byte[(json.remaining() + 7) & ~7];
    Arrays.fill(bytes, (byte) ' ');
    json.get(bytes, 0, json.remaining());
    checkLimit("header", bytes.length, MAX_HEADER_BYTES);
    checkLimit("tensors", offset, MAX_TENSOR_BYTES);
    return bytes;
  }

  private static ByteBuffer utf8(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("A name or text has half a surrogate pair", e);
    }
  }

  private static void checkLimit(String what, long bytes, long limit) {
    if (bytes > limit) {
      throw new IllegalArgumentException(
          "The " + what + " would take " + bytes + " bytes; a model file has at most " + limit);
    }
  }
}
