package io.trvae.samples.morph;

import static io.trvae.DomainLabel.ANIME;
import static io.trvae.DomainLabel.REAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trvae.Latent;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.model.ModelSource;
import io.trvae.samples.TinyModel;
import io.trvae.testkit.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionTest {

  private final RgbImage one = Images.noise(16, 16, 1);
  private final RgbImage other = Images.noise(16, 16, 2);
  private TransferPipeline pipeline;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    pipeline = TransferPipeline.open(ModelSource.file(TinyModel.write(folder)));
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Test
  void aFaceChangesItsDomainAsStrengthSays() {
    Latent latent = pipeline.encoder().encode(one, REAL);

    List<RgbImage> frames = new Transition(latent, REAL, latent, ANIME).frames(pipeline, 5);

    TransferRequest request = TransferRequest.of(one, REAL, ANIME);
    assertThat(frames).hasSize(5).doesNotHaveDuplicates();
    for (int i = 0; i < 5; i++) {
      assertThat(frames.get(i)).isEqualTo(pipeline.transfer(request.withStrength(i / 4.0)).image());
    }
  }

  @Test
  void codeAndLabelChangeTogether() {
    Latent first = pipeline.encoder().encode(one, REAL);
    Latent last = pipeline.encoder().encode(other, ANIME);

    List<RgbImage> frames = new Transition(first, REAL, last, ANIME).frames(pipeline, 3);

    assertThat(frames)
        .containsExactly(
            pipeline.decoder().decode(first, REAL),
            pipeline.decoder().decode(first.interpolate(last, 0.5), REAL, ANIME, 0.5),
            pipeline.decoder().decode(last, ANIME));
  }

  @Test
  void oneFrameIsNoWay() {
    Latent latent = pipeline.encoder().encode(one, REAL);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transition(latent, REAL, latent, ANIME).frames(pipeline, 1))
        .withMessageContaining("frames 1");
  }
}
