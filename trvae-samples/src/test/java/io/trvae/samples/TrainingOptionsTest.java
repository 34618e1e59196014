package io.trvae.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.training.AdversarialConfig;
import io.trvae.training.TrainingConfig;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingOptionsTest {

  /** Fields that options of another name stand for. */
  private static final Set<String> OTHERWISE_NAMED = Set.of("model", "checkpoint-directory");

  static Stream<String> fields() {
    Stream<String> adversarial =
        components(AdversarialConfig.class)
            .map(name -> name.startsWith("adversarial-") ? name : "adversarial-" + name);
    return Stream.concat(components(TrainingConfig.class), adversarial)
        .filter(name -> !OTHERWISE_NAMED.contains(name));
  }

  private static Stream<String> components(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void everyFieldHasAnOption(String field) {
    assertThat(
            Trvae.commandLine()
                .getSubcommands()
                .get("train")
                .getCommandSpec()
                .findOption("--" + field))
        .isNotNull();
  }
}
