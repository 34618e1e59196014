package io.trvae.spi.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.DomainLabel;
import io.trvae.training.DomainDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSourceTest {

  private static final int IMAGE = 3 * 4 * 4;

  /**
   * Images whose first element is their index, and whose second tells whether they were flipped.
   */
  private record Numbered(int... sizes) implements DomainDataset {
    @Override
    public List<DomainLabel> domains() {
      return IntStream.range(0, sizes.length).mapToObj(i -> DomainLabel.of("d" + i)).toList();
    }

    @Override
    public int imageSize() {
      return 4;
    }

    @Override
    public int size(int domain) {
      return sizes[domain];
    }

    @Override
    public void copyTo(int domain, int index, float[] target, int offset, boolean mirrored) {
      target[offset] = 100 * domain + index;
      target[offset + 1] = mirrored ? 1 : 0;
    }
  }

  @Test
  void takesTheSameNumberOfEachDomain() {
    Batch batch = new BatchSource(new Numbered(5, 9), 6, false, 1).at(3);
    assertThat(batch.domains()).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(batch.labels()).containsExactly(1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1);
    assertThat(batch.images()).hasSize(6 * IMAGE);
    for (int row = 0; row < 6; row++) {
      assertThat((int) batch.images()[row * IMAGE] / 100).isEqualTo(batch.domains()[row]);
    }
  }

  @Test
  void takesEveryImageOnceInEachPassInAnotherOrder() {
    BatchSource source = new BatchSource(new Numbered(7, 5), 4, false, 1);
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    for (long step = 0; step < 35; step++) {
      Batch batch = source.at(step);
      for (int row = 0; row < 4; row++) {
        (row < 2 ? first : second).add((int) batch.images()[row * IMAGE]);
      }
    }
    for (int pass = 0; pass < 10; pass++) {
      assertThat(first.subList(7 * pass, 7 * pass + 7))
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
      assertThat(second.subList(5 * pass, 5 * pass + 5))
          .containsExactlyInAnyOrder(100, 101, 102, 103, 104);
    }
    assertThat(first.subList(0, 7)).isNotEqualTo(first.subList(7, 14));
  }

  @Test
  void aStepHasTheSameImagesWhateverCameBefore() {
    BatchSource source = new BatchSource(new Numbered(7, 5), 4, true, 1);
    for (long step = 0; step < 20; step++) {
      source.at(step);
    }
    float[] later = source.at(6).images();
    assertThat(later)
        .isEqualTo(new BatchSource(new Numbered(7, 5), 4, true, 1).at(6).images())
        .isNotEqualTo(new BatchSource(new Numbered(7, 5), 4, true, 2).at(6).images());
  }

  @Test
  void flipsHalfOfTheImagesInEachRow() {
    BatchSource source = new BatchSource(new Numbered(7, 5), 4, true, 1);
    int[] flipped = new int[4];
    for (long step = 0; step < 200; step++) {
      float[] images = source.at(step).images();
      Arrays.setAll(flipped, row -> flipped[row] + (int) images[row * IMAGE + 1]);
    }
    assertThat(Arrays.stream(flipped)).allMatch(count -> count > 70 && count < 130);
  }

  @Test
  void flipsNoneUnlessAsked() {
    BatchSource source = new BatchSource(new Numbered(7, 5), 4, false, 1);
    for (long step = 0; step < 20; step++) {
      float[] images = source.at(step).images();
      assertThat(IntStream.range(0, 4)).allMatch(row -> images[row * IMAGE + 1] == 0);
    }
  }
}
