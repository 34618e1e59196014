package io.trvae.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Float16Test {

  private static final int INFINITY = 0x7c00;

  /** The value of a finite, positive half by the definition of IEEE 754-2019, 3.4. */
  private static double definition(int half) {
    int exponent = half >> 10;
    int fraction = half & 0x3ff;
    return exponent == 0
        ? fraction * Math.pow(2, -24)
        : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
  }

  @Test
  void everyHalfWidensToItsValue() {
    for (int half = 0; half < INFINITY; half++) {
      assertSameFloat(Float16.toFloat((short) half), (float) definition(half));
      assertSameFloat(Float16.toFloat((short) (half | 0x8000)), (float) -definition(half));
    }
    assertThat(Float16.toFloat((short) INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Float16.toFloat((short) (INFINITY | 0x8000))).isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void everyNanStaysNan() {
    for (int fraction = 1; fraction < 0x400; fraction++) {
      for (int sign : new int[] {0, 0x8000}) {
        float wide = Float16.toFloat((short) (sign | INFINITY | fraction));
        assertThat(wide).isNaN();
        int narrow = Float16.fromFloat(wide);
        assertThat(narrow & INFINITY).isEqualTo(INFINITY);
        assertThat(narrow & 0x3ff).isNotZero();
        assertThat(narrow & 0x8000).isEqualTo(sign);
      }
    }
    assertThat(Float16.toFloat(Float16.fromFloat(Float.intBitsToFloat(0x7f800001)))).isNaN();
  }

  @Test
  void everyHalfSurvivesWideningAndNarrowing() {
    for (int half = 0; half <= INFINITY; half++) {
      assertNarrowed(Float16.toFloat((short) half), half);
      assertNarrowed(Float16.toFloat((short) (half | 0x8000)), half | 0x8000);
    }
  }

  /**
   * Narrowing is monotonic between two neighbouring halves, so what happens around their midpoint
   * decides for every float. Above the largest half, 2^16 takes the place of the next one.
   */
  @Test
  void narrowingRoundsToTheNearestAndTiesToEven() {
    for (int half = 0; half < INFINITY; half++) {
      double next = half + 1 == INFINITY ? 65536 : definition(half + 1);
      float middle = (float) ((definition(half) + next) / 2);
      int even = (half & 1) == 0 ? half : half + 1;
      assertNarrowed(middle, even);
      assertNarrowed(Math.nextDown(middle), half);
      assertNarrowed(Math.nextUp(middle), half + 1);
      assertNarrowed(-middle, even | 0x8000);
      assertNarrowed(-Math.nextDown(middle), half | 0x8000);
      assertNarrowed(-Math.nextUp(middle), half + 1 | 0x8000);
    }
  }

  @Test
  void whatIsTooLargeBecomesInfiniteAndWhatIsTooSmallZero() {
    assertNarrowed(65519.996f, 0x7bff);
    assertNarrowed(65520, INFINITY);
    assertNarrowed(Float.MAX_VALUE, INFINITY);
    assertNarrowed(Float.NEGATIVE_INFINITY, INFINITY | 0x8000);
    assertNarrowed(0x1p-25f, 0);
    assertNarrowed(Math.nextUp(0x1p-25f), 1);
    assertNarrowed(Float.MIN_VALUE, 0);
    assertNarrowed(-Float.MIN_VALUE, 0x8000);
  }

  private static void assertNarrowed(float value, int half) {
    if (Float16.fromFloat(value) != (short) half) {
      assertThat(Integer.toHexString(Float16.fromFloat(value) & 0xffff))
          .as("half of %s", value)
          .isEqualTo(Integer.toHexString(half));
    }
  }

  private static void assertSameFloat(float actual, float expected) {
    if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
      assertThat(actual).isEqualTo(expected);
      assertThat(Float.floatToRawIntBits(actual)).isEqualTo(Float.floatToRawIntBits(expected));
    }
  }
}
