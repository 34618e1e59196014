package io.trvae.training;

import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** Something that holds image files in one folder per domain. */
interface ImageSource {

  /** The largest image file that is read, in bytes: 64 MiB. */
  int MAXIMUM_FILE_SIZE = 64 << 20;

  /**
   * Hands over the image files, in any order.
   *
   * @param filter says which files are wanted
   * @param consumer receives each file
   * @return the names of the folders at the top
   * @throws IOException if the source cannot be read
   * @throws io.trvae.TrainingException if what it holds is refused
   */
  Set<String> forEachImage(ImageFilter filter, Consumer<ImageFile> consumer) throws IOException;

  /**
   * One image file.
   *
   * @param domain the domain's index
   * @param name the path within the source, with slashes: what the order goes by
   * @param location where it lies, for people
   * @param content its bytes; read on another thread
   */
  record ImageFile(int domain, String name, String location, Content content) {}

  /** The bytes of a file. */
  interface Content {

    /** Reads them, at most {@link #MAXIMUM_FILE_SIZE}. */
    byte[] read() throws IOException;
  }
}
