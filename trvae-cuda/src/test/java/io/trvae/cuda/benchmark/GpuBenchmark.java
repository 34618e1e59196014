package io.trvae.cuda.benchmark;

import io.trvae.Precision;
import io.trvae.cuda.CudaBackendProvider;
import io.trvae.cuda.internal.gpu.GpuDescription;
import io.trvae.cuda.internal.gpu.Gpus;
import io.trvae.cuda.internal.plan.StepsOnGpu;
import io.trvae.model.ModelFile;
import io.trvae.model.TransferModel;
import io.trvae.model.WeightType;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendStatus;
import io.trvae.spi.PixelBackend;
import io.trvae.testkit.RandomModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Measures transfers on a GPU, with random weights and images of 64 pixels: encode a batch with one
 * label, decode the means with another.
 *
 * <p>Prints the median time of a batch, from Java arrays of floats and of bytes to such arrays and
 * on the GPU alone, and how far each precision is from float32. Leaves models and results in
 * float32 in a folder, for a peer to draw too.
 */
public final class GpuBenchmark {

  private static final int WARM_UP = 20;

  private final Path folder;
  private final double seconds;

  private GpuBenchmark(Path folder, double seconds) {
    this.folder = folder;
    this.seconds = seconds;
  }

  /**
   * Measures.
   *
   * @param arguments the folder, seconds for each measurement, then sizes of batches; but for the
   *     first none for half a second, and batches of 1, 32, 256 and 1024
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 0.5;
    List<Integer> batches =
        arguments.length > 2
            ? Stream.of(arguments).skip(2).map(Integer::valueOf).toList()
            : List.of(1, 32, 256, 1024);
    System.out.println(new CudaBackendProvider().probe());
    System.out.println("| architecture | precision | batch | engine | ms | images/s |");
    System.out.println("| --- | --- | ---: | --- | ---: | ---: |");
    for (Architecture architecture : List.of(Architecture.COMPACT, Architecture.ARCH_STYLE_3)) {
      new GpuBenchmark(folder, seconds).measure(architecture, batches);
    }
  }

  private void measure(Architecture architecture, List<Integer> batches) throws IOException {
    TransferModel model = RandomModels.create(new NetworkSpec(architecture, 64, 3, 128, 256, 0), 1);
    GpuDescription gpu = Gpus.choose(Optional.empty());
    float[] exact = {};
    for (Precision precision : Precision.values()) {
      CudaBackendProvider provider = new CudaBackendProvider();
      if (provider.probe(precision) instanceof BackendStatus.Unavailable no) {
        System.out.printf("%n%s, %s: %s%n%n", architecture.id(), precision.id(), no.reason());
        continue;
      }
      try (Backend backend =
          provider.open(model, new BackendOptions(1, Optional.empty(), precision))) {
        for (int batch : batches) {
          print(
              architecture, precision, batch, "", median(new Transfer(backend, model, batch)::run));
          print(
              architecture,
              precision,
              batch,
              ", bytes",
              median(new Transfer(backend, model, batch)::runWithBytes));
          try (StepsOnGpu steps = new StepsOnGpu(model, gpu, precision, batch)) {
            print(architecture, precision, batch, ", on the device", median(steps::run));
          }
        }
        Transfer first = new Transfer(backend, model, batches.get(0));
        first.run();
        if (precision == Precision.FLOAT32) {
          exact = first.drawn;
          ModelFile.write(
              model, folder.resolve(architecture.id() + ".safetensors"), WeightType.FLOAT32);
          write(architecture.id() + ".images", first.images);
          write(architecture.id() + ".drawn", exact);
        } else {
          System.out.printf(
              "%n`%s` in %s: %.1f dB from float32%n%n",
              architecture.id(), precision.id(), signalToNoise(first.drawn, exact));
        }
      }
    }
  }

  private static void print(
      Architecture architecture, Precision precision, int batch, String where, double median) {
    System.out.printf(
        "| %s | %s | %d | trvae%s | %.3f | %.0f |%n",
        architecture.id(), precision.id(), batch, where, median * 1e3, batch / median);
  }

  private void write(String name, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(folder.resolve(name), bytes.array());
  }

  private double median(Runnable transfer) {
    for (int i = 0; i < WARM_UP; i++) {
      transfer.run();
    }
    double[] times = new double[1_000_000];
    int count = 0;
    long start = System.nanoTime();
    long before = start;
    while (count < times.length && (before - start < seconds * 1e9 || count < 3)) {
      transfer.run();
      long now = System.nanoTime();
      times[count++] = (now - before) / 1e9;
      before = now;
    }
    Arrays.sort(times, 0, count);
    return times[count / 2];
  }

  /** Of values clipped to [0, 1]. */
  private static double signalToNoise(float[] values, float[] exact) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = Math.min(1, Math.max(0, values[i])) - Math.min(1, Math.max(0, exact[i]));
      sum += difference * difference;
    }
    return -10 * Math.log10(sum / values.length);
  }

  /** The same batch again and again. */
  private static final class Transfer {
    private final Backend backend;
    private final int batch;
    private final float[] images;
    private final float[] from;
    private final float[] to;
    private final float[] mean;
    private final float[] logVar;
    private final float[] drawn;
    private final byte[] pixels;
    private final byte[] drawnPixels;

    Transfer(Backend backend, TransferModel model, int batch) {
      this.backend = backend;
      this.batch = batch;
      NetworkSpec spec = model.spec().network();
      images = new float[batch * spec.imageShape().size()];
      Random random = new Random(1);
      for (int i = 0; i < images.length; i++) {
        images[i] = random.nextFloat();
      }
      from = new float[batch * spec.domainCount()];
      to = from.clone();
      for (int i = 0; i < batch; i++) {
        from[i * spec.domainCount()] = 1;
        to[i * spec.domainCount() + 1] = 1;
      }
      mean = new float[batch * spec.latentSize()];
      logVar = mean.clone();
      drawn = images.clone();
      pixels = new byte[images.length];
      random.nextBytes(pixels);
      drawnPixels = pixels.clone();
    }

    void run() {
      backend.transfer(images, from, to, batch, mean, logVar, drawn);
    }

    void runWithBytes() {
      ((PixelBackend) backend).transferPixels(pixels, from, to, batch, mean, logVar, drawnPixels);
    }
  }
}
