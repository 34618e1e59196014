package example;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import java.io.IOException;
import java.nio.file.Path;

/** The README's lines. */
final class QuickStart {

  private QuickStart() {}

  public static void main(String[] arguments) throws IOException {
    try (TransferPipeline pipeline = TransferPipeline.open()) { // bundled model, best backend present
      RgbImage photo = RgbImage.read(Path.of("me.jpg"));
      RgbImage anime = pipeline.transfer(photo, DomainLabel.REAL, DomainLabel.ANIME);
      anime.write(Path.of("anime.png"));
    }
  }
}
