package io.trvae.cuda.internal.plan;

import io.trvae.Precision;
import io.trvae.model.Float16;
import java.nio.ByteBuffer;

/** How the GPU stores weights and features. */
enum Format {
  FLOAT32(Float.BYTES, 0),
  TF32(Float.BYTES, 13),
  FLOAT16(Short.BYTES, 0),
  BFLOAT16(Short.BYTES, 16);

  /** What a thread of the GPU moves at once. */
  static final int VECTOR_BYTES = 16;

  private final int bytes;
  private final int roundedBits;

  Format(int bytes, int roundedBits) {
    this.bytes = bytes;
    this.roundedBits = roundedBits;
  }

  static Format of(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> FLOAT32;
      case TF32 -> TF32;
      case FLOAT16 -> FLOAT16;
      case BFLOAT16 -> BFLOAT16;
    };
  }

  /** Bytes of an element. */
  int bytes() {
    return bytes;
  }

  /** Elements of a vector. */
  int vector() {
    return VECTOR_BYTES / bytes;
  }

  /** Writes an element, rounded to the nearest, ties to even. */
  void put(ByteBuffer to, float value) {
    if (this == FLOAT16) {
      to.putShort(Float16.fromFloat(value));
      return;
    }
    int bits = Float.floatToIntBits(value);
    if (roundedBits > 0 && !Float.isNaN(value)) {
      int low = (1 << roundedBits) - 1;
      bits = (bits + (low >> 1) + (bits >>> roundedBits & 1)) & ~low;
    }
    if (this == BFLOAT16) {
      to.putShort((short) (bits >>> 16));
    } else {
      to.putInt(bits);
    }
  }
}
