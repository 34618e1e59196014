package io.trvae.samples.benchmark;

import io.trvae.Precision;
import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What to measure.
 *
 * @param cells what each round measures, with the engines of one task one after the other
 * @param rounds how often
 * @param quick whether each measurement is short
 */
public record Plan(List<Cell> cells, int rounds, boolean quick) {

  /** The parts of the benchmark. */
  public enum Part {
    /** Transfers from array to array by every engine, and the peak of a matrix product. */
    TRANSFER,
    /** The same beside a busy neighbour. */
    BUSY,
    /** The pipeline, with images and JPEG files. */
    PIPELINE,
    /** A face in a large photo. */
    PHOTO,
    /** Start-up and memory of an application. */
    START,
    /** Training, ours and the peer's. */
    TRAINING
  }

  /**
   * Plans. Lower precisions are measured in transfers on an idle machine only.
   *
   * @param kinds the engines that can run here
   * @param bundled the architecture of the bundled model
   */
  public static Plan of(
      Set<Part> parts,
      List<EngineKind> kinds,
      List<Architecture> architectures,
      List<Integer> batches,
      Architecture bundled,
      boolean quick) {
    List<EngineKind> exact =
        kinds.stream().filter(kind -> kind.precision() == Precision.FLOAT32).toList();
    List<EngineKind> ours = exact.stream().filter(EngineKind::isOurs).toList();
    List<Integer> threads = quick ? List.of(2) : List.of(1, 2);
    List<Cell> cells = new ArrayList<>();
    if (parts.contains(Part.TRANSFER)) {
      for (int count : threads) {
        cells.add(Cell.of(Cell.GEMM, EngineKind.TRVAE, Cell.NONE, 0, count, Cell.IDLE));
      }
      addTransfers(cells, kinds, architectures, batches, threads, Cell.IDLE);
    }
    if (parts.contains(Part.BUSY)) {
      List<Architecture> loaded = quick ? architectures.subList(0, 1) : architectures;
      List<Integer> small = quick ? batches.subList(0, 1) : batches;
      addTransfers(cells, exact, loaded, small, threads, Cell.BUSY);
    }
    if (parts.contains(Part.PIPELINE)) {
      addPipeline(cells, quick ? ours.subList(0, 1) : ours, bundled.id());
    }
    if (parts.contains(Part.PHOTO)) {
      for (String benchmark : List.of(Cell.PHOTO_DECODE, Cell.PHOTO_LOCATE, Cell.PHOTO)) {
        cells.add(Cell.of(benchmark, EngineKind.TRVAE, bundled.id(), 1, 2, Cell.IDLE));
      }
    }
    if (parts.contains(Part.START)) {
      for (EngineKind kind : exact) {
        if (kind != EngineKind.DJL_PYTORCH) {
          cells.add(Cell.of(Cell.START, kind, bundled.id(), 1, 2, Cell.IDLE));
        }
      }
    }
    if (parts.contains(Part.TRAINING)) {
      for (EngineKind kind : List.of(EngineKind.TRVAE, EngineKind.DJL_PYTORCH)) {
        cells.add(Cell.of(Cell.TRAINING, kind, Architecture.COMPACT.id(), 48, 2, Cell.IDLE));
      }
    }
    return new Plan(cells, quick ? 2 : 3, quick);
  }

  private static void addTransfers(
      List<Cell> cells,
      List<EngineKind> kinds,
      List<Architecture> architectures,
      List<Integer> batches,
      List<Integer> threads,
      String load) {
    for (Architecture architecture : architectures) {
      for (int batch : batches) {
        for (int count : threads) {
          for (EngineKind kind : kinds) {
            cells.add(Cell.of(Cell.TRANSFER, kind, architecture.id(), batch, count, load));
          }
        }
      }
    }
  }

  private static void addPipeline(List<Cell> cells, List<EngineKind> kinds, String architecture) {
    for (EngineKind kind : kinds) {
      for (String benchmark :
          List.of(
              Cell.PIPELINE,
              Cell.PIPELINE + Cell.CALLERS,
              Cell.PIPELINE_JPEG,
              Cell.PIPELINE_JPEG + Cell.CALLERS)) {
        cells.add(Cell.of(benchmark, kind, architecture, 1, 2, Cell.IDLE));
      }
      cells.add(Cell.of(Cell.PIPELINE, kind, architecture, 32, 2, Cell.IDLE));
    }
  }
}
