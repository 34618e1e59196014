package io.trvae;

/**
 * Hears how far a longer call has come.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Called on the working thread after each batch. An exception thrown here ends the call.
   *
   * @param done the number of images that are finished
   * @param total the number of images in all
   */
  void onProgress(int done, int total);
}
