package io.trvae.samples.benchmark;

import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.EngineKind;
import io.trvae.samples.benchmark.engine.RandomModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What measured figures imply: arithmetic per second, shares of the peak, and ratios. */
final class Derivation {

  private final List<Figure> measured;
  private final List<Figure> derived = new ArrayList<>();

  private Derivation(List<Figure> measured) {
    this.measured = measured;
  }

  static List<Figure> from(List<Figure> measured) {
    Derivation derivation = new Derivation(measured);
    derivation.addArithmetic();
    derivation.addSpeedups();
    derivation.addSlowdowns();
    derivation.addConcurrency();
    derivation.addPhotos();
    derivation.addTrainingSpeedup();
    return derivation.derived;
  }

  private void addArithmetic() {
    of(Cell.TRANSFER)
        .filter(transfer -> transfer.load().equals(Cell.IDLE))
        .forEach(
            transfer -> {
              Architecture architecture = Architecture.byId(transfer.architecture());
              double flop =
                  2.0 * NetworkCost.multiplyAdds(RandomModel.spec(architecture).network());
              double speed = flop * transfer.batch() / transfer.value() / 1e6;
              derived.add(transfer.derive("transfer_gflops", speed, "GFLOP/s"));
              of(Cell.GEMM)
                  .filter(gemm -> gemm.dtype().equals(transfer.dtype()))
                  .filter(gemm -> gemm.threads() == transfer.threads())
                  .forEach(
                      gemm ->
                          derived.add(
                              transfer.ratio("transfer_gemm_share", speed / gemm.value(), gemm)));
            });
  }

  /**
   * Compares our plan with each other engine that computes in the same precision, and in a lower
   * precision with itself; each at the threads that suit it best.
   */
  private void addSpeedups() {
    of(Cell.TRANSFER)
        .filter(figure -> figure.engine().equals(EngineKind.TRVAE.engine()) && isBest(figure))
        .forEach(
            ours ->
                of(Cell.TRANSFER)
                    .filter(other -> isPeer(ours, other) && isSameTask(ours, other))
                    .filter(this::isBest)
                    .forEach(
                        other ->
                            derived.add(
                                ours.ratio(
                                    "speedup_over_" + other.engine() + "_" + other.dtype(),
                                    other.value() / ours.value(),
                                    other))));
  }

  private static boolean isPeer(Figure ours, Figure other) {
    boolean sameName = ours.engine().equals(other.engine());
    boolean samePrecision = ours.dtype().equals(other.dtype());
    return sameName
        ? !samePrecision && other.dtype().equals(EngineKind.TRVAE.dtype())
        : samePrecision;
  }

  /** Tells whether a transfer is the fastest of its engine over all numbers of threads, idle. */
  private boolean isBest(Figure transfer) {
    return of(Cell.TRANSFER)
        .filter(figure -> figure.load().equals(Cell.IDLE))
        .filter(figure -> isSameEngine(figure, transfer) && isSameTask(figure, transfer))
        .min(Comparator.comparingDouble(Figure::value))
        .filter(transfer::equals)
        .isPresent();
  }

  private static boolean isSameTask(Figure one, Figure other) {
    return one.architecture().equals(other.architecture()) && one.batch() == other.batch();
  }

  private static boolean isSameEngine(Figure one, Figure other) {
    return one.engine().equals(other.engine()) && one.dtype().equals(other.dtype());
  }

  private void addSlowdowns() {
    of(Cell.TRANSFER)
        .filter(figure -> figure.load().equals(Cell.BUSY))
        .forEach(
            busy ->
                of(Cell.TRANSFER)
                    .filter(idle -> idle.load().equals(Cell.IDLE))
                    .filter(idle -> isSameEngine(idle, busy) && isSameTask(idle, busy))
                    .filter(idle -> idle.threads() == busy.threads())
                    .forEach(
                        idle ->
                            derived.add(
                                busy.ratio("busy_over_idle", busy.value() / idle.value(), idle))));
  }

  private void addConcurrency() {
    of(Cell.PIPELINE + Cell.CALLERS)
        .forEach(
            callers ->
                of(Cell.PIPELINE)
                    .filter(pipeline -> isSameEngine(pipeline, callers) && pipeline.batch() > 1)
                    .forEach(
                        batches ->
                            derived.add(
                                callers.ratio(
                                    "8_callers_over_batches",
                                    callers.value() / batches.value(),
                                    batches))));
  }

  private void addPhotos() {
    of(Cell.PHOTO)
        .forEach(
            photo ->
                of(Cell.PHOTO_DECODE)
                    .forEach(
                        decode ->
                            derived.add(
                                photo.ratio(
                                    "photo_over_decode",
                                    photo.value() / decode.value(),
                                    decode))));
  }

  private void addTrainingSpeedup() {
    of(Cell.TRAINING)
        .filter(figure -> figure.engine().equals(EngineKind.TRVAE.engine()))
        .forEach(
            ours ->
                of(Cell.TRAINING)
                    .filter(other -> !isSameEngine(ours, other))
                    .forEach(
                        other ->
                            derived.add(
                                ours.ratio(
                                    "training_speedup_over_" + other.engine(),
                                    ours.value() / other.value(),
                                    other))));
  }

  private Stream<Figure> of(String benchmark) {
    return measured.stream().filter(figure -> figure.benchmark().equals(benchmark));
  }
}
