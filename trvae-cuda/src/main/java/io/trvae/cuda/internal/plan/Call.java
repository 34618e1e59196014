package io.trvae.cuda.internal.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a call of the backend wants: one direction, or both, and then the encoder's means are
 * decoded and no codes are asked of the second.
 *
 * @param encoding images to codes, or null
 * @param decoding codes to images, or null
 * @param ofBytes whether images come and go as bytes, pixel by pixel; in both directions then
 */
record Call(@Nullable Batch encoding, @Nullable Batch decoding, boolean ofBytes) {

  /** Returns what the GPU has to do for so many images. */
  Task task(int count) {
    return new Task(encoding != null, decoding != null, ofBytes, count);
  }

  /** What does not depend on the images and labels. */
  record Task(boolean encodes, boolean decodes, boolean ofBytes, int count) {}
}
