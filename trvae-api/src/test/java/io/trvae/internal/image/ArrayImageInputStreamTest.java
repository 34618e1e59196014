package io.trvae.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ArrayImageInputStreamTest {

  @Test
  void readsAndSeeks() throws IOException {
    try (ArrayImageInputStream stream = new ArrayImageInputStream(new byte[] {1, -2, 3, 4, 5})) {
      assertThat(stream.length()).isEqualTo(5);
      assertThat(stream.read()).isEqualTo(1);
      assertThat(stream.read()).isEqualTo(254);
      assertThat(stream.readShort()).isEqualTo((short) 0x0304);
      assertThat(stream.read(new byte[3], 1, 2)).isEqualTo(1);
      assertThat(stream.read()).isEqualTo(-1);
      stream.seek(1);
      assertThat(stream.readByte()).isEqualTo((byte) -2);
      assertThat(stream.getStreamPosition()).isEqualTo(2);
      assertThat(stream.read(new byte[0], 0, 0)).isZero();
    }
  }

  @Test
  void endIsToldAsOftenAsAPictureMayNeed() throws IOException {
    try (ArrayImageInputStream stream = new ArrayImageInputStream(new byte[0])) {
      stream.allowFor(100);
      for (int i = 0; i < 4096 + 800; i++) {
        assertThatThrownBy(stream::readByte).isInstanceOf(EOFException.class);
      }
      assertThatThrownBy(stream::readByte)
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(EOFException.class)
          .hasMessageContaining("past its end");
    }
  }
}
