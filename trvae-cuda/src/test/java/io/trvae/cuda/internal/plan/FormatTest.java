package io.trvae.cuda.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {

  /** Values as bits; halfway goes to the even neighbour. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32,  3f800001, 3f800001",
    "BFLOAT16, 3f807fff, 3f800000",
    "BFLOAT16, 3f808000, 3f800000",
    "BFLOAT16, 3f808001, 3f810000",
    "BFLOAT16, 3f818000, 3f820000",
    "BFLOAT16, bf818000, bf820000",
    "BFLOAT16, 7f7fffff, 7f800000",
    "BFLOAT16, 7f800000, 7f800000",
    "BFLOAT16, 7fffffff, 7fc00000",
    "FLOAT16,  3f801000, 3c000000",
    "FLOAT16,  3f801001, 3c010000",
    "FLOAT16,  bf803000, bc020000",
    "FLOAT16,  33000001, 10000",
    "FLOAT16,  477ff000, 7c000000",
    "TF32,     3f801000, 3f800000",
    "TF32,     3f801001, 3f802000",
    "TF32,     3f803000, 3f804000",
    "TF32,     7fffffff, 7fc00000",
  })
  void roundsToTheNearest(Format format, String value, String expected) {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(4 - format.bytes());
    format.put(bytes, Float.intBitsToFloat(Integer.parseUnsignedInt(value, 16)));
    assertThat(Integer.toHexString(bytes.getInt(0))).isEqualTo(expected);
  }
}
