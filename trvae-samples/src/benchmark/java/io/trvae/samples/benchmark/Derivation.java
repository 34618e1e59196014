package io.trvae.samples.benchmark;

import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.EngineKind;
import io.trvae.samples.benchmark.engine.RandomModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
                  .filter(gemm -> gemm.threads() == transfer.threads())
                  .forEach(
                      gemm ->
                          derived.add(
                              transfer.ratio("transfer_gemm_share", speed / gemm.value(), gemm)));
            });
  }

  /** Compares our engines with each other one, each at the number of threads that suits it best. */
  private void addSpeedups() {
    for (EngineKind ours : EngineKind.values()) {
      for (EngineKind other : EngineKind.values()) {
        if (ours.isOurs() && ours != other) {
          of(Cell.TRANSFER)
              .filter(figure -> isBest(figure) && is(figure, ours))
              .forEach(
                  our ->
                      of(Cell.TRANSFER)
                          .filter(figure -> isBest(figure) && is(figure, other))
                          .filter(their -> isSameTask(our, their))
                          .forEach(
                              their ->
                                  derived.add(
                                      our.ratio(
                                          "speedup_over_" + other.engine() + "_" + other.dtype(),
                                          their.value() / our.value(),
                                          their))));
        }
      }
    }
  }

  /** Tells whether a transfer is the fastest of its engine over all numbers of threads, idle. */
  private boolean isBest(Figure transfer) {
    return fastest(
            figure ->
                figure.engine().equals(transfer.engine())
                    && figure.dtype().equals(transfer.dtype())
                    && isSameTask(figure, transfer))
        .filter(transfer::equals)
        .isPresent();
  }

  private Optional<Figure> fastest(Predicate<Figure> condition) {
    return of(Cell.TRANSFER)
        .filter(figure -> figure.load().equals(Cell.IDLE))
        .filter(condition)
        .min(Comparator.comparingDouble(Figure::value));
  }

  private static boolean isSameTask(Figure one, Figure other) {
    return one.architecture().equals(other.architecture()) && one.batch() == other.batch();
  }

  private static boolean is(Figure figure, EngineKind kind) {
    return figure.engine().equals(kind.engine()) && figure.dtype().equals(kind.dtype());
  }

  private void addSlowdowns() {
    of(Cell.TRANSFER)
        .filter(figure -> figure.load().equals(Cell.BUSY))
        .forEach(
            busy ->
                of(Cell.TRANSFER)
                    .filter(idle -> idle.load().equals(Cell.IDLE))
                    .filter(idle -> idle.engine().equals(busy.engine()))
                    .filter(idle -> idle.dtype().equals(busy.dtype()))
                    .filter(idle -> idle.threads() == busy.threads() && isSameTask(idle, busy))
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
                    .filter(pipeline -> pipeline.engine().equals(callers.engine()))
                    .filter(pipeline -> pipeline.batch() > 1)
                    .forEach(
                        batches ->
                            derived.add(
                                callers.ratio(
                                    "8_callers_over_batches",
                                    callers.value() / batches.value(),
                                    batches))));
  }

  private void addTrainingSpeedup() {
    of(Cell.TRAINING)
        .filter(figure -> is(figure, EngineKind.TRVAE))
        .forEach(
            ours ->
                of(Cell.TRAINING)
                    .filter(figure -> is(figure, EngineKind.DJL_PYTORCH))
                    .forEach(
                        theirs ->
                            derived.add(
                                ours.ratio(
                                    "training_speedup_over_djl-pytorch",
                                    ours.value() / theirs.value(),
                                    theirs))));
  }

  private Stream<Figure> of(String benchmark) {
    return measured.stream().filter(figure -> figure.benchmark().equals(benchmark));
  }
}
