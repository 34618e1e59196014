package io.trvae.training;

import io.trvae.DomainLabel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells from a path which domain an image belongs to, if any. */
final class ImageFilter {

  private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "gif", "bmp", "webp");

  private final List<String> domains;
  private final List<String> subfolder;

  /**
   * Creates a filter.
   *
   * @param subfolder the folders, separated by slashes, that must lie between the domain's folder
   *     and the image, one after the other; empty for any
   */
  ImageFilter(List<DomainLabel> domains, String subfolder) {
    this.domains = domains.stream().map(DomainLabel::name).toList();
    this.subfolder = subfolder.isEmpty() ? List.of() : List.of(subfolder.split("/", -1));
  }

  List<String> domains() {
    return domains;
  }

  /** Splits a path; a leading {@code ./}, as tar likes to write it, says nothing. */
  static List<String> segments(String path) {
    return Arrays.asList((path.startsWith("./") ? path.substring(2) : path).split("/", -1));
  }

  /** Tells whether a name is left alone: hidden, the folder itself or its parent, or none. */
  static boolean isHidden(String name) {
    return name.isEmpty() || name.startsWith(".");
  }

  /**
   * Returns the index of an image's domain.
   *
   * @param path the path of a file from the source's top, split at the slashes
   * @return the index, or -1 if the file is not wanted
   */
  int domainOf(List<String> path) {
    int last = path.size() - 1;
    if (last < 1
        || !isImage(path.get(last))
        || path.stream().anyMatch(ImageFilter::isHidden)
        || Collections.indexOfSubList(path.subList(1, last), subfolder) < 0) {
      return -1;
    }
    return domains.indexOf(path.get(0));
  }

  private static boolean isImage(String name) {
    int dot = name.lastIndexOf('.');
    return dot >= 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
