package io.trvae.samples.benchmark;

/**
 * One result, as the JSON file has it.
 *
 * @param benchmark what was measured
 * @param engine what computed
 * @param architecture the network, or {@link Cell#NONE}
 * @param dtype the precision
 * @param batch images per call, 0 where there are none
 * @param threads the threads that the engine could compute with
 * @param load {@link Cell#IDLE} or {@link Cell#BUSY}
 * @param value the mean over rounds
 * @param unit its unit
 * @param error the standard error of that mean
 */
public record Figure(
    String benchmark,
    String engine,
    String architecture,
    String dtype,
    int batch,
    int threads,
    String load,
    double value,
    String unit,
    double error) {

  static Figure of(Cell cell, String benchmark, double value, String unit, double error) {
    return new Figure(
        benchmark,
        cell.engine(),
        cell.architecture(),
        cell.dtype(),
        cell.batch(),
        cell.threads(),
        cell.load(),
        value,
        unit,
        error);
  }

  /** Returns a result of the same circumstances that this one implies, with the same precision. */
  Figure derive(String name, double newValue, String newUnit) {
    return with(name, newValue, newUnit, newValue * error / value);
  }

  /** Returns this value over another one, or the other way round. */
  Figure ratio(String name, double newValue, Figure other) {
    double relative = Math.hypot(error / value, other.error / other.value);
    return with(name, newValue, "ratio", newValue * relative);
  }

  private Figure with(String name, double newValue, String newUnit, double newError) {
    return new Figure(
        name, engine, architecture, dtype, batch, threads, load, newValue, newUnit, newError);
  }
}
