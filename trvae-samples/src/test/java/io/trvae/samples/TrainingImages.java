package io.trvae.samples;

import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with four pictures of noise for each of real and anime. */
final class TrainingImages {

  private TrainingImages() {}

  static Path write(Path folder) throws IOException {
    for (String domain : List.of("real", "anime")) {
      Path images = Files.createDirectories(folder.resolve(domain));
      for (int i = 0; i < 4; i++) {
        Images.noise(20, 16, 10L * domain.length() + i).write(images.resolve(i + ".png"));
      }
    }
    return folder;
  }

  /** The words of a command that trains a small model with them, a step for each epoch. */
  static List<String> training(Path data, Path model, String epochs) {
    return List.of(
        "train",
        "--data",
        data.toString(),
        "-o",
        model.toString(),
        "--domains",
        "real,anime",
        "--image-size",
        "32",
        "--latent-size",
        "4",
        "--mmd-size",
        "4",
        "--batch-size",
        "4",
        "--steps-per-epoch",
        "1",
        "--early-stopping-patience",
        "1000000",
        "--epochs",
        epochs);
  }
}
