package io.trvae.cuda.internal.gpu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.cuda.cudart.CUuuid;
import org.bytedeco.cuda.global.cudart;

/** The GPUs of this machine. */
public final class Gpus {

  /** CUDA 13.0. */
  private static final int OLDEST_DRIVER = 13000;

  private static final int NAME_LENGTH = 256;

  private Gpus() {}

  /**
   * Lists the GPUs that the driver shows, which is what {@code CUDA_VISIBLE_DEVICES} leaves.
   *
   * @throws MissingException if there is no driver, it is too old, or it has no GPU
   */
  public static List<GpuDescription> list() {
    Libraries.load();
    int[] value = new int[1];
    // Before anything else: an older driver lacks functions, and calling one would end the process.
    Status.check("cuDriverGetVersion", "this machine", cudart.cuDriverGetVersion(value));
    if (value[0] < OLDEST_DRIVER) {
      throw new MissingException(
          "the NVIDIA driver is for CUDA %d.%d, older than 13"
              .formatted(value[0] / 1000, value[0] % 1000 / 10),
          "install driver 580 or newer");
    }
    int status = cudart.cuInit(0);
    if (status == cudart.CUDA_ERROR_NO_DEVICE) {
      throw noGpu();
    }
    if (status != cudart.CUDA_SUCCESS) {
      throw new MissingException(
          "the NVIDIA driver does not start: " + Status.name(status),
          "see whether nvidia-smi works; after an update of the driver, restart the machine");
    }
    Status.check("cuDeviceGetCount", "this machine", cudart.cuDeviceGetCount(value));
    if (value[0] == 0) {
      throw noGpu();
    }
    List<GpuDescription> gpus = new ArrayList<>();
    for (int index = 0; index < value[0]; index++) {
      gpus.add(describe(index));
    }
    return gpus;
  }

  private static MissingException noGpu() {
    return new MissingException(
        "the NVIDIA driver shows no GPU",
        "see whether nvidia-smi lists one, and what CUDA_VISIBLE_DEVICES says");
  }

  /**
   * Chooses a GPU.
   *
   * @param wanted index or UUID, or empty for the first that can compute
   * @throws MissingException if there is no such GPU, or it is too old
   */
  public static GpuDescription choose(Optional<String> wanted) {
    List<GpuDescription> gpus = list();
    List<GpuDescription> fitting =
        gpus.stream().filter(gpu -> wanted.isEmpty() || isNamed(gpu, wanted.get())).toList();
    if (fitting.isEmpty()) {
      throw new MissingException(
          "there is no GPU '" + wanted.orElseThrow() + "'",
          "name one of these by index or UUID: " + describeAll(gpus));
    }
    return fitting.stream()
        .filter(gpu -> gpu.architecture() >= GpuDescription.OLDEST)
        .findFirst()
        .orElseThrow(
            () ->
                new MissingException(
                    "no GPU is of compute capability 7.5 or newer: "
                        + fitting.stream()
                            .map(gpu -> gpu + " is of " + gpu.capability())
                            .collect(Collectors.joining("; ")),
                    "use a GPU of the Turing generation or a newer one"));
  }

  private static boolean isNamed(GpuDescription gpu, String wanted) {
    String name = wanted.strip();
    return name.equals(Integer.toString(gpu.index()))
        || withoutKind(name).equalsIgnoreCase(withoutKind(gpu.uuid()));
  }

  /** The driver tells the UUID of a part of a GPU as it tells that of a whole one. */
  private static String withoutKind(String uuid) {
    return uuid.replaceFirst("^(GPU|MIG)-", "");
  }

  private static String describeAll(List<GpuDescription> gpus) {
    return gpus.stream().map(GpuDescription::toString).collect(Collectors.joining("; "));
  }

  private static GpuDescription describe(int index) {
    String subject = "GPU " + index;
    int[] device = new int[1];
    Status.check("cuDeviceGet", subject, cudart.cuDeviceGet(device, index));
    byte[] name = new byte[NAME_LENGTH];
    try (CUuuid uuid = new CUuuid()) {
      Status.check(
          "cuDeviceGetName", subject, cudart.cuDeviceGetName(name, NAME_LENGTH, device[0]));
      Status.check("cuDeviceGetUuid", subject, cudart.cuDeviceGetUuid(uuid, device[0]));
      byte[] bytes = new byte[16];
      uuid.bytes().get(bytes);
      int major =
          attribute(subject, device[0], cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
      int minor =
          attribute(subject, device[0], cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
      return new GpuDescription(
          index,
          text(name),
          uuid(bytes),
          10 * major + minor,
          attribute(subject, device[0], cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT));
    }
  }

  private static int attribute(String subject, int device, int attribute) {
    int[] value = new int[1];
    Status.check(
        "cuDeviceGetAttribute", subject, cudart.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  /** Reads up to the end that C marks. */
  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static String uuid(byte[] bytes) {
    String hex = HexFormat.of().formatHex(bytes).toLowerCase(Locale.ROOT);
    return "GPU-%s-%s-%s-%s-%s"
        .formatted(
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20));
  }
}
