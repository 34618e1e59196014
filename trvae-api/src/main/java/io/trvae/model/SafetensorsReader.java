package io.trvae.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a safetensors file and trusts nothing in it.
 *
 * <p>Every size in the file is checked before it is used, and memory is only taken for bytes that
 * have arrived: {@link InputStream#readNBytes(int)} allocates as it reads.
 */
final class SafetensorsReader {

  private SafetensorsReader() {}

  /** A tensor as the header has it, checked in itself. */
  private record Entry(String name, WeightType type, List<Integer> shape, long begin, long end) {}

  /**
   * Reads to the end of the stream; does not close it.
   *
   * @throws FormatException if the bytes are not a valid safetensors file
   */
  static SafetensorsFile read(InputStream in) throws IOException, FormatException {
    String header = readHeader(in);
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    StrictJson json = new StrictJson("its header", header);
    json.object(
        name -> {
          if (name.equals(SafetensorsFile.METADATA)) {
            metadata.putAll(json.map(StrictJson::string));
          } else {
            entries.add(readEntry(name, json));
          }
        });
    json.end();
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    ByteBuffer bytes = ByteBuffer.wrap(readTensorBytes(in, checkLayout(entries)));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      ByteBuffer slice = bytes.slice((int) entry.begin(), (int) (entry.end() - entry.begin()));
      tensors.put(entry.name(), Tensor.view(entry.shape(), entry.type(), slice));
    }
    return new SafetensorsFile(metadata, tensors);
  }

  private static String readHeader(InputStream in) throws IOException, FormatException {
    byte[] start = in.readNBytes(Long.BYTES);
    if (start.length < Long.BYTES) {
      throw new FormatException(
          "it ends after " + start.length + " bytes, where the length of its header should stand");
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > SafetensorsFile.MAX_HEADER_BYTES) {
      throw new FormatException(
          "its first 8 bytes give a header of "
              + Long.toUnsignedString(length)
              + " bytes, where 2 to "
              + SafetensorsFile.MAX_HEADER_BYTES
              + " are allowed; it is not a safetensors file, or damaged");
    }
    byte[] header = in.readNBytes((int) length);
    if (header.length < length) {
      throw new FormatException(
          "it is cut off: "
              + header.length
              + " of the header's "
              + length
              + " bytes are there; copy it again");
    }
    if (header[0] != '{') {
      throw new FormatException("its header does not start with '{' at byte 8");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
    } catch (CharacterCodingException e) {
      throw new FormatException("its header is not UTF-8", e);
    }
  }

  /** The fields of a tensor as they stand in the header. */
  private static final class Fields {
    @Nullable String dtype;
    @Nullable List<Long> shape;
    @Nullable List<Long> offsets;
  }

  private static Entry readEntry(String name, StrictJson json) throws FormatException {
    Fields fields = new Fields();
    json.object(
        field -> {
          switch (field) {
            case SafetensorsFile.DTYPE -> fields.dtype = json.string();
            case SafetensorsFile.SHAPE -> fields.shape = json.list(StrictJson::integer);
            case SafetensorsFile.OFFSETS -> fields.offsets = json.list(StrictJson::integer);
            default -> throw fault(name, "has an unknown field '" + field + "'");
          }
        });
    WeightType type = type(name, required(name, SafetensorsFile.DTYPE, fields.dtype));
    List<Long> axes = required(name, SafetensorsFile.SHAPE, fields.shape);
    List<Long> offsets = required(name, SafetensorsFile.OFFSETS, fields.offsets);

    if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
      throw fault(name, "has data_offsets " + offsets + ", which are not a begin and an end");
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    if (end > SafetensorsFile.MAX_TENSOR_BYTES) {
      throw fault(
          name,
          "ends at byte " + end + ", beyond the limit of " + SafetensorsFile.MAX_TENSOR_BYTES);
    }
    List<Integer> shape = shape(name, axes);
    long expected = Tensor.elements(shape) * (long) type.bytes();
    if (end - begin != expected) {
      throw fault(
          name,
          "has " + (end - begin) + " bytes where " + type + " " + shape + " takes " + expected);
    }
    return new Entry(name, type, shape, begin, end);
  }

  private static <T> T required(String name, String field, @Nullable T value)
      throws FormatException {
    if (value == null) {
      throw fault(name, "lacks the field '" + field + "'");
    }
    return value;
  }

  private static WeightType type(String name, String dtype) throws FormatException {
    for (WeightType type : WeightType.values()) {
      if (type.safetensorsName().equals(dtype)) {
        return type;
      }
    }
    throw fault(
        name,
        "has the dtype '" + dtype + "', where F32 and F16 are known; a newer trvae may read it");
  }

  private static List<Integer> shape(String name, List<Long> axes) throws FormatException {
    List<Integer> shape = new ArrayList<>();
    try {
      for (long axis : axes) {
        if (axis < 0) {
          throw fault(name, "has the shape " + axes + " with an axis below 0");
        }
        shape.add(Math.toIntExact(axis));
      }
      Tensor.elements(shape);
    } catch (ArithmeticException e) {
      throw fault(name, "has the shape " + axes + " of more than 2^31 - 1 elements");
    }
    return shape;
  }

  /** Checks that the tensors follow each other without gap or overlap; returns their end. */
  private static int checkLayout(List<Entry> entries) throws FormatException {
    long end = 0;
    String previous = "";
    for (Entry entry : entries) {
      if (entry.begin() < end) {
        throw fault(entry.name(), "overlaps the tensor '" + previous + "' at " + entry.begin());
      }
      if (entry.begin() > end) {
        throw fault(
            entry.name(),
            "begins at byte " + entry.begin() + " of the data and leaves a gap from byte " + end);
      }
      end = entry.end();
      previous = entry.name();
    }
    return (int) end;
  }

  private static byte[] readTensorBytes(InputStream in, int length)
      throws IOException, FormatException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new FormatException(
          "it is cut off: "
              + bytes.length
              + " of the "
              + length
              + " bytes of its tensors are there; copy it again");
    }
    if (in.read() >= 0) {
      throw new FormatException("it goes on after the " + length + " bytes of its tensors");
    }
    return bytes;
  }

  private static FormatException fault(String tensor, String what) {
    return new FormatException("the tensor '" + tensor + "' " + what);
  }
}
