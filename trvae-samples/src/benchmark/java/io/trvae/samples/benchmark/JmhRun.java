package io.trvae.samples.benchmark;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One run of a JMH benchmark in this JVM.
 *
 * @param milliseconds the mean time of a call
 * @param allocated the mean bytes that a call takes from the Java heap
 */
record JmhRun(double milliseconds, double allocated) {

  /**
   * Runs it.
   *
   * @param method the name of its method
   * @param callers how many threads call at once
   * @param parameters the values of its {@link org.openjdk.jmh.annotations.Param}s
   * @param quick whether to measure for a short time
   */
  static JmhRun of(
      Class<?> benchmark,
      String method,
      int callers,
      Map<String, String> parameters,
      boolean quick)
      throws RunnerException {
    TimeValue time = TimeValue.milliseconds(quick ? 400 : 1000);
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.getName() + "." + method) + "$")
            .forks(0)
            .threads(callers)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MILLISECONDS)
            .warmupIterations(quick ? 1 : 2)
            // Long enough for DJL, whose Java code has to be compiled first.
            .warmupTime(TimeValue.milliseconds(1500))
            .measurementIterations(3)
            .measurementTime(time)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(options::param);
    RunResult result = new Runner(options.build()).runSingle();
    Result<?> allocated =
        Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
    return new JmhRun(result.getPrimaryResult().getScore(), allocated.getScore());
  }
}
