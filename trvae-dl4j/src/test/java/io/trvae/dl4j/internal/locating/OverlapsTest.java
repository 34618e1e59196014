package io.trvae.dl4j.internal.locating;

import static org.assertj.core.api.Assertions.assertThat;

import io.trvae.face.Face;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapsTest {

  private static Face face(double x, double side, double confidence) {
    return new Face(x, 50, side, 0, confidence);
  }

  @Test
  void theSurestOfOneFaceIsKept() {
    Face sure = face(50, 40, 0.9);

    assertThat(Overlaps.removed(List.of(face(45, 45, 0.6), sure, face(52, 20, 0.8))))
        .containsExactly(sure);
  }

  @Test
  void cheekAtCheekAreTwo() {
    Face left = face(50, 40, 0.7);
    Face right = face(71, 44, 0.8);

    assertThat(Overlaps.removed(List.of(left, right))).containsExactly(right, left);
  }

  @Test
  void aSmallFaceBesideALargeOneIsAnother() {
    Face large = face(50, 100, 0.8);
    Face behind = face(92, 30, 0.7);

    assertThat(Overlaps.removed(List.of(large, behind))).containsExactly(large, behind);
  }
}
