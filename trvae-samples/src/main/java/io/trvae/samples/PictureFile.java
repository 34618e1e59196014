package io.trvae.samples;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A picture that a command was given, by itself or in a folder.
 *
 * @param file where it is
 * @param name its path below the folder that was given, or its file's name
 */
record PictureFile(Path file, Path name) {

  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp");

  /**
   * Lists files, and the pictures in folders at any depth, in the order of their names. Hidden
   * files and folders are left out, symbolic links are followed; what cannot be looked into is
   * listed, for whoever reads it to find out why.
   *
   * @param inputs files and folders
   * @param excluded a folder that is not looked into
   */
  static List<PictureFile> find(List<Path> inputs, Path excluded) throws IOException {
    List<PictureFile> pictures = new ArrayList<>();
    for (Path input : inputs) {
      if (!Files.isDirectory(input)) {
        pictures.add(new PictureFile(input, input.toAbsolutePath().normalize().getFileName()));
        continue;
      }
      List<PictureFile> inFolder = new ArrayList<>();
      Files.walkFileTree(
          input,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new Visitor(input, excluded, inFolder));
      inFolder.sort(Comparator.comparing(PictureFile::name));
      pictures.addAll(inFolder);
    }
    return pictures;
  }

  private static boolean hasPictureName(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {

    private final Path folder;
    private final Path excluded;
    private final List<PictureFile> pictures;

    Visitor(Path folder, Path excluded, List<PictureFile> pictures) {
      this.folder = folder;
      this.excluded = excluded;
      this.pictures = pictures;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      boolean leftOut =
          !directory.equals(folder)
              && (directory.getFileName().toString().startsWith(".")
                  || directory.toAbsolutePath().normalize().equals(excluded));
      return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (hasPictureName(file)) {
        add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      if (!(failure instanceof FileSystemLoopException)) {
        add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void add(Path file) {
      pictures.add(new PictureFile(file, folder.relativize(file)));
    }
  }
}
