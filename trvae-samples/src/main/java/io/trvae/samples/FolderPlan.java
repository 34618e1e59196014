package io.trvae.samples;

import io.trvae.DomainLabel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which files are to be made of which pictures.
 *
 * @param tasks the pictures of which a file is missing
 * @param finished how many pictures have all their files already
 */
record FolderPlan(List<Task> tasks, int finished) {

  /** What pictures are written as; others get an extension more. */
  private static final Set<String> WRITABLE = Set.of("png", "jpg", "jpeg", "bmp", "gif");

  /**
   * A picture of which files are missing.
   *
   * @param picture the picture
   * @param targets the missing file of each domain
   */
  record Task(Path picture, Map<DomainLabel, Path> targets) {

    /** Returns what is left to do: without the files that are there by now. */
    Task missing() {
      Map<DomainLabel, Path> missing = new LinkedHashMap<>(targets);
      missing.values().removeIf(Files::exists);
      return new Task(picture, missing);
    }
  }

  /**
   * Plans a folder that keeps the names of all pictures; with several domains each name tells its
   * own.
   *
   * @param pictures the pictures
   * @param folder where the files go
   * @param domains the domains to draw in
   * @param force whether files that are there already are made again
   * @throws IllegalArgumentException if a file would be written over another, or over a picture
   */
  static FolderPlan of(
      List<PictureFile> pictures, Path folder, Collection<DomainLabel> domains, boolean force) {
    Set<Path> sources = new HashSet<>();
    pictures.forEach(picture -> sources.add(picture.file().toAbsolutePath().normalize()));
    Map<Path, Path> taken = new HashMap<>();
    List<Task> tasks = new ArrayList<>();
    for (PictureFile picture : pictures) {
      Map<DomainLabel, Path> targets = new LinkedHashMap<>();
      for (DomainLabel domain : domains) {
        Path target = target(picture, folder, domain, domains.size());
        if (sources.contains(target)) {
          throw new IllegalArgumentException(
              "'" + target + "' is one of the pictures; choose another --out-dir");
        }
        Path other = taken.put(target, picture.file());
        if (other != null) {
          throw new IllegalArgumentException(
              "'%s' and '%s' would both be written to '%s'; call once for each"
                  .formatted(other, picture.file(), target));
        }
        targets.put(domain, target);
      }
      Task all = new Task(picture.file(), targets);
      Task task = force ? all : all.missing();
      if (!task.targets().isEmpty()) {
        tasks.add(task);
      }
    }
    return new FolderPlan(tasks, pictures.size() - tasks.size());
  }

  private static Path target(PictureFile picture, Path folder, DomainLabel domain, int domains) {
    Path file = folder.resolve(picture.name());
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!WRITABLE.contains(extension)) {
      file = file.resolveSibling(name + ".png");
    }
    return domains == 1 ? file : OutputFiles.insert(file, "-" + domain);
  }
}
