package io.trvae.samples.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;

/**
 * Takes a body in as it comes: no thread waits for a slow client. What is too large is read to its
 * end all the same, and forgotten, because most clients look for an answer only when all is sent.
 */
final class Upload implements Runnable {

  private final Content.Source source;
  private final int limit;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> complete = new CompletableFuture<>();
  private long length;

  private Upload(Content.Source source, int limit) {
    this.source = source;
    this.limit = limit;
  }

  /** Reads a body; fails with a {@link Refusal} if it has more bytes than the limit. */
  static CompletableFuture<byte[]> read(Content.Source source, int limit) {
    Upload upload = new Upload(source, limit);
    upload.run();
    return upload.complete;
  }

  /** Reads a body that nobody wants; completes at its end, whatever that is. */
  static CompletableFuture<Void> discard(Content.Source source) {
    return read(source, 0).handle((bytes, failure) -> null);
  }

  @Override
  public void run() {
    Content.Chunk chunk = source.read();
    while (chunk != null && !Content.Chunk.isFailure(chunk)) {
      take(chunk.getByteBuffer());
      chunk.release();
      if (chunk.isLast()) {
        finish();
        return;
      }
      chunk = source.read();
    }
    if (chunk == null) {
      source.demand(this);
    } else {
      complete.completeExceptionally(chunk.getFailure());
    }
  }

  private void take(ByteBuffer buffer) {
    length += buffer.remaining();
    if (length > limit) {
      bytes.reset();
      return;
    }
    byte[] part = new byte[buffer.remaining()];
    buffer.get(part);
    bytes.writeBytes(part);
  }

  private void finish() {
    if (length > limit) {
      complete.completeExceptionally(
          new Refusal(413, "The file has " + length + " bytes; the limit is " + limit));
    } else {
      complete.complete(bytes.toByteArray());
    }
  }
}
