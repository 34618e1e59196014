package io.trvae.samples.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.trvae.network.Architecture;
import io.trvae.samples.benchmark.engine.EngineKind;
import io.trvae.samples.benchmark.engine.RandomModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final String COMPACT = Architecture.COMPACT.id();

  private final Results results = new Results();

  @Test
  void aFigureIsTheMeanOverForksWithItsStandardError() {
    addTransfers(EngineKind.TRVAE, 2, Cell.IDLE, 1, 2, 6);

    Figure figure = figure("transfer", "trvae");
    assertThat(figure.value()).isEqualTo(3);
    // The standard deviation is the root of 7.
    assertThat(figure.error()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-12));
    assertThat(figure.unit()).isEqualTo("ms/call");
  }

  @Test
  void arithmeticIsCountedFromTheNetwork() {
    addTransfers(EngineKind.TRVAE, 2, Cell.IDLE, 4, 4);
    results.add(
        Cell.of(Cell.GEMM, EngineKind.TRVAE, Cell.NONE, 0, 2, Cell.IDLE),
        List.of(new Reading(Cell.GEMM, 200, "GFLOP/s")));
    results.add(
        Cell.of(Cell.GEMM, EngineKind.TRVAE, Cell.NONE, 0, 1, Cell.IDLE),
        List.of(new Reading(Cell.GEMM, 1, "GFLOP/s")));

    double flop =
        2.0 * NetworkCost.multiplyAdds(RandomModel.spec(Architecture.COMPACT).network());
    double gflops = 8 * flop / 0.004 / 1e9;
    assertThat(figure("transfer_gflops", "trvae").value()).isCloseTo(gflops, within(1e-9));
    assertThat(figure("transfer_gemm_share", "trvae").value())
        .isCloseTo(gflops / 200, within(1e-9));
  }

  @Test
  void aSpeedupComparesEachEngineAtTheThreadsThatSuitItBest() {
    addTransfers(EngineKind.TRVAE, 1, Cell.IDLE, 5, 5);
    addTransfers(EngineKind.TRVAE, 2, Cell.IDLE, 4, 4);
    addTransfers(EngineKind.ONNXRUNTIME, 1, Cell.IDLE, 6, 6);
    addTransfers(EngineKind.ONNXRUNTIME, 2, Cell.IDLE, 8, 8);

    assertThat(results.figures().stream().filter(f -> f.benchmark().startsWith("speedup_")))
        .singleElement()
        .satisfies(
            figure -> {
              assertThat(figure.benchmark()).isEqualTo("speedup_over_onnxruntime_float32");
              assertThat(figure.value()).isEqualTo(1.5);
              assertThat(figure.threads()).isEqualTo(2);
            });
  }

  @Test
  void aLowerPrecisionIsComparedWithOurselvesOnly() {
    addTransfers(EngineKind.TRVAE, 2, Cell.IDLE, 4, 4);
    addTransfers(EngineKind.TRVAE_BFLOAT16, 2, Cell.IDLE, 2, 2);
    addTransfers(EngineKind.ND4J, 2, Cell.IDLE, 8, 8);
    results.add(
        Cell.of(Cell.GEMM, EngineKind.TRVAE, Cell.NONE, 0, 2, Cell.IDLE),
        List.of(new Reading(Cell.GEMM, 200, "GFLOP/s")));

    List<Figure> figures = results.figures();
    assertThat(figures.stream().filter(f -> f.benchmark().startsWith("speedup_")))
        .extracting(Figure::benchmark, Figure::dtype, Figure::value)
        .containsExactlyInAnyOrder(
            tuple("speedup_over_nd4j_float32", "float32", 2.0),
            tuple("speedup_over_trvae_float32", "bfloat16", 2.0));
    assertThat(figures.stream().filter(f -> f.benchmark().equals("transfer_gemm_share")))
        .extracting(Figure::dtype)
        .containsOnly("float32");
  }

  @Test
  void aBusyNeighboursPriceIsThatOfTheSameEngineAndThreads() {
    addTransfers(EngineKind.TRVAE, 1, Cell.IDLE, 5, 5);
    addTransfers(EngineKind.TRVAE, 2, Cell.IDLE, 4, 4);
    addTransfers(EngineKind.ND4J, 2, Cell.IDLE, 1, 1);
    addTransfers(EngineKind.TRVAE, 2, Cell.BUSY, 6, 6);

    assertThat(figure("busy_over_idle", "trvae").value()).isEqualTo(1.5);
  }

  @Test
  void aPhotoIsComparedWithReadingIt() {
    for (String benchmark : List.of(Cell.PHOTO, Cell.PHOTO_LOCATE, Cell.PHOTO_DECODE)) {
      results.add(
          Cell.of(benchmark, EngineKind.TRVAE, COMPACT, 1, 2, Cell.IDLE),
          List.of(Reading.milliseconds(benchmark, benchmark.equals(Cell.PHOTO) ? 30 : 20)));
    }

    assertThat(figure("photo_over_decode", "trvae").value()).isEqualTo(1.5);
  }

  @Test
  void theErrorOfARatioComesFromBothOfItsParts() {
    addTransfers(EngineKind.TRVAE, 2, Cell.IDLE, 9, 11);
    addTransfers(EngineKind.ND4J, 2, Cell.IDLE, 18, 22);

    Figure ratio = figure("speedup_over_nd4j_float32", "trvae");
    assertThat(ratio.value()).isEqualTo(2);
    assertThat(ratio.error()).isCloseTo(2 * Math.hypot(0.1, 0.1), within(1e-12));
  }

  private void addTransfers(EngineKind kind, int threads, String load, double... milliseconds) {
    Cell cell = Cell.of(Cell.TRANSFER, kind, COMPACT, 8, threads, load);
    for (double value : milliseconds) {
      results.add(cell, List.of(Reading.milliseconds(Cell.TRANSFER, value)));
    }
  }

  private Figure figure(String benchmark, String engine) {
    return results.figures().stream()
        .filter(figure -> figure.benchmark().equals(benchmark) && figure.engine().equals(engine))
        .findFirst()
        .orElseThrow();
  }
}
