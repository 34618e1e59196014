package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ImageBatchTest {

  @Test
  void copiesOnTheWayInAndOut() {
    float[] values = new float[2 * 3 * 4];
    ImageBatch images = ImageBatch.of(2, values);
    values[0] = 1;
    images.toArray()[1] = 1;

    assertThat(images.toArray()).containsOnly(0);
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.size()).isEqualTo(2);
    assertThat(images).hasToString("2 images of 2 x 2");
  }

  @Test
  void refusesWhatAreNoImages() {
    assertThatIllegalArgumentException().isThrownBy(() -> ImageBatch.of(0, new float[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> ImageBatch.of(2, new float[0]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageBatch.of(2, new float[13]))
        .withMessage("Images of 3 x 2 x 2 need a positive multiple of 12 values, got 13");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageBatch.of(1, new float[] {0, Float.NaN, 0}))
        .withMessage("nchw[1] is NaN");
  }
}
