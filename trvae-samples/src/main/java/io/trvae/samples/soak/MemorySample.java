package io.trvae.samples.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * What memory is taken at one moment, in bytes.
 *
 * @param transfers how many transfers have been made before
 * @param resident by the whole process, 0 where the system does not tell
 * @param heap by live objects and garbage that is younger than the last collection
 * @param offHeap by arrays that JavaCPP knows of
 */
public record MemorySample(long transfers, long resident, long heap, long offHeap) {

  /** Linux' own account of this process; its line "VmRSS: 123 kB" tells what is resident. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final String RESIDENT = "VmRSS:";

  /**
   * Collects garbage, and looks.
   *
   * @param transfers how many transfers have been made before
   */
  public static MemorySample after(long transfers) throws IOException {
    System.gc();
    return new MemorySample(
        transfers,
        residentNow(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        Pointer.totalBytes());
  }

  private static long residentNow() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    List<String> lines = Files.readAllLines(STATUS);
    return lines.stream()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
