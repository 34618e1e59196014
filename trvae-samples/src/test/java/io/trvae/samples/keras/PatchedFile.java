package io.trvae.samples.keras;

import io.jhdf.HdfFile;
import io.jhdf.checksum.JenkinsLookup3HashLittle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An HDF5 file that jHDF has written, changed to something that no library writes. Its object
 * headers (HDF5 file format specification 3.0, section IV.A.1.b) have a checksum each.
 */
final class PatchedFile {

  private static final int PREFIX = 10; // signature, version, flags, four bytes of size

  private final Path path;
  private final ByteBuffer bytes;

  PatchedFile(Path path) throws IOException {
    this.path = path;
    bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns where a group's or dataset's header is. */
  long address(String node) {
    try (HdfFile file = new HdfFile(path)) {
      return file.getByPath(node).getAddress();
    }
  }

  /** Replaces a number of eight bytes in a header, an address or a size. */
  PatchedFile replace(String node, long number, long other) {
    int header = Math.toIntExact(address(node));
    int end = header + PREFIX + bytes.getInt(header + PREFIX - Integer.BYTES);
    int at = header + PREFIX;
    while (bytes.getLong(at) != number) {
      at++;
      if (at + Long.BYTES > end) {
        throw new AssertionError(node + " has no " + number);
      }
    }
    bytes.putLong(at, other);
    bytes.putInt(end, JenkinsLookup3HashLittle.hash(bytes.slice(header, end - header)));
    return this;
  }

  void write() throws IOException {
    Files.write(path, bytes.array());
  }
}
