package io.trvae.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.trvae.BackendException;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.Precision;
import io.trvae.TransferPipeline;
import io.trvae.model.ModelSource;
import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.NetworkSpec;
import io.trvae.spi.Backend;
import io.trvae.spi.BackendOptions;
import io.trvae.spi.BackendProvider;
import io.trvae.spi.BackendStatus;
import io.trvae.testkit.FaultInjectingProvider;
import io.trvae.testkit.PassingBackend;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ServiceClassPath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DiscoveryTest {

  private static final TransferModel MODEL =
      RandomModels.create(new NetworkSpec(Architecture.COMPACT, 16, 2, 4, 4, 0), 1);

  private final Logger logger = (Logger) LoggerFactory.getLogger(Discovery.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  @TempDir private Path directory;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void restore() {
    logger.detachAppender(log);
    System.clearProperty("trvae.backend");
    System.clearProperty(Probe.SECONDS);
  }

  private static TransferPipeline.Builder builder() {
    return TransferPipeline.builder().model(ModelSource.of(MODEL));
  }

  private ServiceClassPath offering(Class<?>... providers) {
    return offering(Arrays.stream(providers).map(Class::getName).toArray(String[]::new));
  }

  private ServiceClassPath offering(String... lines) {
    return new ServiceClassPath(directory, BackendProvider.class, List.of(lines));
  }

  private static String chosen(TransferPipeline.Builder builder) {
    try (TransferPipeline pipeline = builder.build()) {
      return pipeline.backend().name();
    }
  }

  private static BackendException failure(TransferPipeline.Builder builder) {
    BackendException[] failure = new BackendException[1];
    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(builder::build)
        .returns(ErrorCode.BACKEND_UNAVAILABLE, BackendException::code)
        .satisfies(e -> failure[0] = e);
    return failure[0];
  }

  @Test
  void theHighestRankIsTakenAndLoggedOnce() {
    try (ServiceClassPath services = offering(Slow.class, Fast.class)) {
      assertThat(chosen(builder())).isEqualTo("fast");
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.INFO);
              assertThat(event.getFormattedMessage())
                  .isEqualTo("Using the backend 'fast' (fast device)");
            });
  }

  @Test
  void oneThatCannotRunIsPassedOverWithItsReason() {
    try (ServiceClassPath services = offering(Slow.class, Missing.class)) {
      assertThat(chosen(builder())).isEqualTo("slow");
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Using the backend 'slow' (slow device); not taken: missing: no missing device");
  }

  @Test
  void oneThatCannotBeOpenedIsPassedOverWithAWarning() {
    try (ServiceClassPath services = offering(Slow.class, FailsToOpen.class)) {
      assertThat(chosen(builder())).isEqualTo("slow");
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.INFO);
    assertThat(log.list.get(0).getFormattedMessage()).contains("'fails-to-open'");
    assertThat(log.list.get(0).getThrowableProxy().getMessage()).contains("has no memory left");
    assertThat(log.list.get(1).getFormattedMessage())
        .contains("not taken: fails-to-open: could not be opened")
        .contains("has no memory left");
  }

  @Test
  void brokenProvidersDoNotBreakTheOthers() {
    try (ServiceClassPath services =
        offering(
            "io.trvae.no.such.Provider",
            DiscoveryTest.class.getName(),
            BreaksInConstructor.class.getName(),
            BreaksInInitialiser.class.getName(),
            BreaksInName.class.getName(),
            BreaksInPriority.class.getName(),
            BreaksInProbe.class.getName(),
            HasNoName.class.getName(),
            Slow.class.getName())) {
      assertThat(chosen(builder())).isEqualTo("slow");
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getFormattedMessage())
                    .contains("io.trvae.no.such.Provider not found")
                    .contains("DiscoveryTest not a subtype")
                    .contains("BreaksInConstructor could not be instantiated")
                    .contains("constructor broke")
                    .contains("BreaksInInitialiser")
                    .contains("initialiser broke")
                    .contains("BreaksInName: java.lang.UnsatisfiedLinkError")
                    .contains("BreaksInPriority: java.lang.UnsatisfiedLinkError")
                    .contains("breaks-in-probe: its probe failed with java.lang.UnsatisfiedLink")
                    .contains("HasNoName: java.lang.NullPointerException"));
  }

  @Test
  void whateverGoesWrongWhenOpeningTheNextIsTaken() {
    try (ServiceClassPath services =
        offering(
            Slow.class,
            FailsToLink.class,
            AnswersNull.class,
            OpensNull.class,
            CannotDescribe.class)) {
      assertThat(chosen(builder())).isEqualTo("slow");
      assertThat(CannotDescribe.OPEN).as("backends that nobody closes").hasValue(0);

      assertThat(failure(builder().backend("fails-to-link")))
          .hasMessageContaining("could not be opened: java.lang.UnsatisfiedLinkError")
          .hasCauseInstanceOf(UnsatisfiedLinkError.class);
      assertThat(failure(builder().backend("cannot-describe")))
          .hasMessageContaining("could not be opened: java.lang.AssertionError: no words");
      assertThat(CannotDescribe.OPEN).hasValue(0);
    }
    assertThat(log.list)
        .last()
        .satisfies(
            event ->
                assertThat(event.getFormattedMessage())
                    .contains("fails-to-link: could not be opened: java.lang.UnsatisfiedLinkError")
                    .contains("answers-null: its probe failed with java.lang.NullPointerException")
                    .contains("opens-null: could not be opened: java.lang.NullPointerException")
                    .contains("the provider's open() is null")
                    .contains("cannot-describe: could not be opened"));
  }

  @Test
  void oneThatNeverAnswersIsNotWaitedForForEver() {
    System.setProperty(Probe.SECONDS, "0");
    try (ServiceClassPath services = offering(NeverAnswers.class)) {
      assertThat(failure(builder()))
          .hasMessageContaining("never-answers: its probe gave no answer within 0 s")
          .hasMessageContaining("look what the thread 'trvae-probe-never-answers' waits for")
          .hasMessageContaining("trvae.probe.seconds");
    }
  }

  @Test
  void whoWasInterruptedMayOpenAndStaysInterrupted() {
    try (ServiceClassPath services = offering(Slow.class)) {
      Thread.currentThread().interrupt();
      assertThat(chosen(builder())).isEqualTo("slow");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** The JDK gives up the rest of such a file. */
  @Test
  void aBrokenRegistrationIsReported() {
    try (ServiceClassPath services = offering(Slow.class.getName(), "not a class name")) {
      assertThat(failure(builder()))
          .hasMessageContaining("No backend can run here")
          .hasMessageContaining("Illegal configuration-file syntax");
    }
  }

  @Test
  void withoutAnyThatRunsTheMessageHasEveryReasonAndRemedy() {
    try (ServiceClassPath services =
        offering(Missing.class, FailsToOpen.class, BreaksInConstructor.class)) {
      assertThat(failure(builder()))
          .hasMessageStartingWith("TRVAE-301: No backend can run here: ")
          .hasMessageContaining("missing: no missing device")
          .hasMessageContaining("fails-to-open: could not be opened")
          .hasMessageContaining("constructor broke")
          .hasMessageContaining("What to do: for missing, install the missing driver");
    }
  }

  @Test
  void withoutAnyProviderTheMessageNamesTheArtifact() {
    try (ServiceClassPath services = offering(new String[0])) {
      assertThat(failure(builder())).hasMessageContaining("add io.trvae:trvae-dl4j");
      assertThat(failure(builder().backend("fast")))
          .hasMessageContaining("'fast' is not there")
          .hasMessageContaining("add io.trvae:trvae-dl4j");
    }
  }

  @Test
  void aNameChoosesAgainstRankAndProperty() {
    System.setProperty("trvae.backend", "fast");
    try (ServiceClassPath services = offering(Slow.class, Fast.class)) {
      assertThat(chosen(builder().backend("slow"))).isEqualTo("slow");
    }
  }

  @Test
  void thePropertyChoosesAgainstRank() {
    try (ServiceClassPath services = offering(Slow.class, Fast.class)) {
      System.setProperty("trvae.backend", "slow");
      assertThat(chosen(builder())).isEqualTo("slow");
      System.setProperty("trvae.backend", " ");
      assertThat(chosen(builder())).isEqualTo("fast");
      System.setProperty("trvae.backend", "fsat");
      assertThat(failure(builder()))
          .hasMessageContaining("'fsat' (chosen by the system property trvae.backend)")
          .hasMessageContaining("Known are: fast, slow");
    }
  }

  @Test
  void anUnknownNameListsTheKnownAndTheBroken() {
    try (ServiceClassPath services =
        offering(Slow.class, Missing.class, BreaksInConstructor.class)) {
      assertThat(failure(builder().backend("quick")))
          .hasMessageContaining("'quick' is not there")
          .hasMessageContaining("Known are: missing, slow")
          .hasMessageContaining("Could not be loaded: ")
          .hasMessageContaining("constructor broke");
    }
  }

  @Test
  void oneAskedForByNameNeverFallsBack() {
    try (ServiceClassPath services =
        offering(Slow.class, Missing.class, FailsToOpen.class, BreaksInProbe.class)) {
      assertThat(failure(builder().backend("missing")))
          .hasMessageContaining("'missing' cannot run here: no missing device")
          .hasMessageContaining("What to do: install the missing driver");
      assertThat(failure(builder().backend("fails-to-open")))
          .hasMessageContaining("'fails-to-open' could not be opened")
          .hasMessageContaining("has no memory left")
          .hasCauseInstanceOf(BackendException.class);
      assertThat(failure(builder().backend("breaks-in-probe")))
          .hasMessageContaining("its probe failed");
    }
    assertThat(log.list).isEmpty();
  }

  @Test
  void aDamagedModelIsNoReasonToTryAnotherBackend() {
    try (ServiceClassPath services = offering(Slow.class, RefusesModels.class)) {
      assertThatExceptionOfType(ModelException.class).isThrownBy(builder()::build);
      assertThatExceptionOfType(ModelException.class)
          .isThrownBy(builder().backend("refuses-models")::build);
    }
    assertThat(log.list).isEmpty();
  }

  @Test
  void theBuildersOptionsReachTheBackend() {
    try (ServiceClassPath services = offering(TellsOptions.class);
        TransferPipeline pipeline =
            builder().threads(3).device("1").precision(Precision.BFLOAT16).build()) {
      assertThat(pipeline.backend().description())
          .isEqualTo("threads 3, device Optional[1], bfloat16");
    }
  }

  @Test
  void oneThatComputesInAnotherPrecisionIsPassedOver() {
    try (ServiceClassPath services = offering(Slow.class, TellsOptions.class, AheadOfAll.class)) {
      assertThat(chosen(builder())).isEqualTo("ahead-of-all");
      assertThat(chosen(builder().precision(Precision.BFLOAT16))).isEqualTo("tells-options");
    }
    assertThat(log.list.get(1).getFormattedMessage())
        .contains("not taken: ahead-of-all: it computes in float32 only, not in bfloat16");
  }

  @Test
  void aPrecisionThatNoneComputesInIsNotReplacedByAnother() {
    try (ServiceClassPath services = offering(Slow.class, Missing.class)) {
      assertThat(failure(builder().precision(Precision.BFLOAT16)))
          .hasMessageContaining("slow: it computes in float32 only, not in bfloat16")
          .hasMessageContaining("What to do: ")
          .hasMessageContaining("for slow, leave the precision out");
      assertThat(failure(builder().backend("slow").precision(Precision.BFLOAT16)))
          .hasMessageContaining("The backend 'slow' cannot run here: it computes in float32 only")
          .hasMessageContaining("What to do: leave the precision out");
    }
  }

  @Test
  void precisionIsNeverNull() {
    assertThatNullPointerException().isThrownBy(() -> builder().precision(null));
    assertThatNullPointerException()
        .isThrownBy(() -> new BackendOptions(1, Optional.empty(), null));
  }

  @Test
  void lowerRanksAreNotProbedOnceOneIsFound() {
    try (ServiceClassPath services = offering(Fast.class, BreaksInProbe.class)) {
      // The broken one has a lower rank than 'fast'; had it been probed, the log would say so.
      assertThat(chosen(builder())).isEqualTo("fast");
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("Using the backend 'fast' (fast device)");
  }

  public static final class Slow extends FaultInjectingProvider {
    public Slow() {
      super("slow", 1, Fault.NONE);
    }
  }

  public static final class Fast extends FaultInjectingProvider {
    public Fast() {
      super("fast", 100, Fault.NONE);
    }
  }

  public static final class AheadOfAll extends FaultInjectingProvider {
    public AheadOfAll() {
      super("ahead-of-all", 400, Fault.NONE);
    }
  }

  public static final class Missing extends FaultInjectingProvider {
    public Missing() {
      super("missing", 200, Fault.UNAVAILABLE);
    }
  }

  public static final class FailsToOpen extends FaultInjectingProvider {
    public FailsToOpen() {
      super("fails-to-open", 50, Fault.OPEN);
    }
  }

  public static final class FailsToLink extends FaultInjectingProvider {
    public FailsToLink() {
      super("fails-to-link", 90, Fault.OPEN_ERROR);
    }
  }

  public static final class AnswersNull extends FaultInjectingProvider {
    public AnswersNull() {
      super("answers-null", 89, Fault.NULL_PROBE);
    }
  }

  public static final class OpensNull extends FaultInjectingProvider {
    public OpensNull() {
      super("opens-null", 88, Fault.NULL_BACKEND);
    }
  }

  public static final class NeverAnswers extends FaultInjectingProvider {
    public NeverAnswers() {
      super("never-answers", 87, Fault.ENDLESS_PROBE);
    }
  }

  /** Its backends take something that has to be given back. */
  public static final class CannotDescribe extends FaultInjectingProvider {
    private static final AtomicInteger OPEN = new AtomicInteger();

    public CannotDescribe() {
      super("cannot-describe", 86, Fault.NONE);
    }

    @Override
    public Backend open(TransferModel model, BackendOptions options) {
      OPEN.incrementAndGet();
      return new Backend() {
        @Override
        public String description() {
          throw new AssertionError("no words");
        }

        @Override
        public void encode(
            float[] images, float[] labels, int batch, float[] mean, float[] logVar) {}

        @Override
        public void decode(float[] latents, float[] labels, int batch, float[] images) {}

        @Override
        public void close() {
          OPEN.decrementAndGet();
        }
      };
    }
  }

  public static final class BreaksInProbe extends FaultInjectingProvider {
    public BreaksInProbe() {
      super("breaks-in-probe", 60, Fault.PROBE);
    }
  }

  public static final class BreaksInName extends FaultInjectingProvider {
    public BreaksInName() {
      super("breaks-in-name", 60, Fault.NAME);
    }
  }

  public static final class BreaksInPriority extends FaultInjectingProvider {
    public BreaksInPriority() {
      super("breaks-in-priority", 60, Fault.PRIORITY);
    }
  }

  public static final class HasNoName extends FaultInjectingProvider {
    public HasNoName() {
      super(null, 60, Fault.NONE);
    }
  }

  public static final class BreaksInConstructor extends FaultInjectingProvider {
    public BreaksInConstructor() {
      super("breaks-in-constructor", 300, Fault.NONE);
      throw new IllegalStateException("constructor broke");
    }
  }

  public static final class BreaksInInitialiser extends FaultInjectingProvider {
    private static final int VALUE = fail();

    public BreaksInInitialiser() {
      super("breaks-in-initialiser", VALUE, Fault.NONE);
    }

    private static int fail() {
      throw new IllegalStateException("initialiser broke");
    }
  }

  public static final class RefusesModels extends FaultInjectingProvider {
    public RefusesModels() {
      super("refuses-models", 300, Fault.NONE);
    }

    @Override
    public Backend open(TransferModel model, BackendOptions options) {
      throw new ModelException(ErrorCode.MODEL_INVALID, "a weight is NaN");
    }
  }

  public static final class TellsOptions extends FaultInjectingProvider {
    public TellsOptions() {
      super("tells-options", 300, Fault.NONE);
    }

    @Override
    public BackendStatus probe(Precision precision) {
      return probe();
    }

    @Override
    public Backend open(TransferModel model, BackendOptions options) {
      return new PassingBackend(super.open(model, options)) {
        @Override
        public String description() {
          return "threads %d, device %s, %s"
              .formatted(options.threads(), options.device(), options.precision().id());
        }
      };
    }
  }
}
