package io.trvae.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trvae.DomainLabel;
import io.trvae.TrainingException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetSplitTest {

  /** Images of one pixel whose blue is their index. */
  private static DomainDataset dataset(int... sizes) {
    byte[][][] images = new byte[sizes.length][][];
    for (int domain = 0; domain < sizes.length; domain++) {
      images[domain] = new byte[sizes[domain]][];
      for (int i = 0; i < sizes[domain]; i++) {
        images[domain][i] = new byte[] {0, 0, (byte) i};
      }
    }
    return new InMemoryDataset(List.of(DomainLabel.REAL, DomainLabel.ANIME), 1, images);
  }

  @Test
  void partsAreDisjointAndComplete() {
    DatasetSplit split = DatasetSplit.of(dataset(200, 50), 0.1, 7);

    assertThat(split.validation().size(0)).isEqualTo(20);
    assertThat(split.validation().size(1)).isEqualTo(5);
    for (int domain = 0; domain < 2; domain++) {
      int[] training = TestFiles.colours(split.training(), domain);
      int[] validation = TestFiles.colours(split.validation(), domain);
      assertThat(training).isSorted();
      assertThat(validation).isSorted();
      assertThat(IntStream.concat(IntStream.of(training), IntStream.of(validation)).sorted())
          .containsExactlyElementsOf(IntStream.range(0, domain == 0 ? 200 : 50).boxed().toList());
    }
    assertThat(split.training().domains()).isEqualTo(dataset(3, 3).domains());
    assertThat(split.validation().imageSize()).isEqualTo(1);
  }

  @Test
  void theSeedAloneDecides() {
    int[] first = TestFiles.colours(DatasetSplit.of(dataset(200, 50), 0.1, 7).validation(), 0);
    int[] again = TestFiles.colours(DatasetSplit.of(dataset(200, 50), 0.1, 7).validation(), 0);
    int[] other = TestFiles.colours(DatasetSplit.of(dataset(200, 50), 0.1, 8).validation(), 0);

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  /** Checkpoints of released versions rely on it. */
  @Test
  void theDrawNeverChanges() {
    DatasetSplit split = DatasetSplit.of(dataset(20, 20), 0.2, 1);

    assertThat(TestFiles.colours(split.validation(), 0)).containsExactly(0, 2, 11, 12);
    assertThat(TestFiles.colours(split.validation(), 1)).containsExactly(2, 3, 10, 12);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.02, 0.5})
  void theSmallestDomainStillGivesBothParts(double fraction) {
    DatasetSplit split = DatasetSplit.of(dataset(3, 3), fraction, 1);

    assertThat(split.validation().size(1)).isEqualTo(1);
    assertThat(split.training().size(1)).isEqualTo(2);
  }

  @Test
  void refusesWhatCannotBeSplit() {
    assertThatThrownBy(() -> DatasetSplit.of(dataset(3, 2), 0.1, 1))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("'anime' has 2 usable images");
    for (double fraction : new double[] {0, -1, 0.51, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DatasetSplit.of(dataset(3, 3), fraction, 1));
    }
  }
}
