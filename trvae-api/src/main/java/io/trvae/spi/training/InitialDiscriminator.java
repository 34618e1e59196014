package io.trvae.spi.training;

import io.trvae.ErrorCode;
import io.trvae.TrainingException;
import io.trvae.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The discriminator that an earlier adversarial training left in its checkpoint. */
final class InitialDiscriminator {

  private InitialDiscriminator() {}

  /**
   * Reads the discriminator's arrays.
   *
   * @param directory the earlier training's checkpoints
   * @param config what it is wanted for
   * @throws TrainingException if there is no checkpoint, or its training had no discriminator or
   *     one for other domains or another size
   */
  static float[] read(Path directory, TrainingConfig config) {
    Checkpoint checkpoint;
    try {
      checkpoint =
          Checkpoint.read(directory).orElseThrow(() -> unfit(directory, "there is none", null));
    } catch (IOException e) {
      throw unfit(directory, "it cannot be read: " + e, e);
    }
    Map<String, String> theirs = checkpoint.configuration();
    if (theirs.keySet().stream().noneMatch(option -> option.startsWith("adversarial."))) {
      throw unfit(directory, "its training was not adversarial", null);
    }
    Map<String, String> mine = config.asMap();
    for (String option : List.of("domains", "imageSize")) {
      if (!Objects.equals(theirs.get(option), mine.get(option))) {
        throw unfit(
            directory,
            "its %s is %s, wanted is %s".formatted(option, theirs.get(option), mine.get(option)),
            null);
      }
    }
    return AdversarialLearner.discriminator(checkpoint.state());
  }

  private static TrainingException unfit(Path directory, String why, @Nullable Throwable cause) {
    return new TrainingException(
        ErrorCode.CHECKPOINT_INVALID,
        "The checkpoint in " + directory + " has no discriminator to start from: " + why,
        cause);
  }
}
