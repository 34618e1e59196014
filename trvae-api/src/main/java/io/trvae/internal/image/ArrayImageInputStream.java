package io.trvae.internal.image;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * The bytes of a file, for a reader that may not believe in their end.
 *
 * <p>The reader for lossless WebP asks again for each code where the bytes have ended. In a good
 * file it does so only for codes of no bits; a damaged one of 50 bytes can keep it busy for
 * minutes. So the number of such calls is limited, and each costs no stack trace.
 */
final class ArrayImageInputStream extends ImageInputStreamImpl {

  /** Enough for what readers do ahead of knowing a picture's size. */
  private static final long ENDS_FOR_HEADERS = 4096;

  /** A pixel has at most five codes (RFC 9649, section 3.7); the rest is for the transforms. */
  private static final long ENDS_PER_PIXEL = 8;

  private final byte[] bytes;
  private long endsLeft = ENDS_FOR_HEADERS;

  ArrayImageInputStream(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Raises the limit to what a picture of that many pixels may need. */
  void allowFor(long pixels) {
    endsLeft += ENDS_PER_PIXEL * pixels;
  }

  @Override
  public int read() throws IOException {
    checkClosed();
    bitOffset = 0;
    return atEnd() ? -1 : bytes[(int) streamPos++] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    checkClosed();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (atEnd()) {
      return -1;
    }
    int count = (int) Math.min(length, bytes.length - streamPos);
    System.arraycopy(bytes, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public byte readByte() throws IOException {
    int value = read();
    if (value < 0) {
      throw new EndOfBytes();
    }
    return (byte) value;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  private boolean atEnd() throws IOException {
    if (streamPos < bytes.length) {
      return false;
    }
    if (--endsLeft < 0) {
      throw new IOException("its codes go on past its end");
    }
    return true;
  }

  private static final class EndOfBytes extends EOFException {

    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
