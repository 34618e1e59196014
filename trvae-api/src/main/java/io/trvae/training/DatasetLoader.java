package io.trvae.training;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ImageException;
import io.trvae.RgbImage;
import io.trvae.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads training images from folders and tar archives into memory.
 *
 * <p>A source is a folder or an archive ({@code .tar}, {@code .tar.gz}, {@code .tgz}) with one
 * folder per domain at its top, named like the domain:
 *
 * <pre>
 * faces/real/0001.jpg
 * faces/real/more/0002.png
 * faces/anime/0001.jpg
 * </pre>
 *
 * <pre>{@code
 * LoadedDataset loaded =
 *     DatasetLoader.of(Path.of("faces")).load(List.of(DomainLabel.REAL, DomainLabel.ANIME), 64);
 * }</pre>
 *
 * <p>A folder that has no folder of any domain, but archives, stands for these, in the order of
 * their names.
 *
 * <p>Files ending in jpg, jpeg, png, gif, bmp or webp, in any case, are images, at any depth below
 * a domain's folder; all others are ignored, as are hidden files and folders, whose names start
 * with a dot. Each image is cut to its central square, resized, and kept as {@code 3 * size * size}
 * bytes: 12 KB at 64 pixels, 740 MB of heap for 60,000 images. The order within a domain is that of
 * the sources, then that of the paths, character by character, so it is the same on every run and
 * for a folder and its archive.
 *
 * <p>An image that cannot be read does not stop the loading; it is {@linkplain
 * LoadedDataset#skipped() reported}. Archives are read with {@code
 * org.apache.commons:commons-compress}, which must be on the class path. An archive is refused if
 * an image in it has more than 64 MiB, if it decompresses to more than a hundred times its size and
 * 64 MiB, or if it holds a sparse file or more than 16 headers for one entry.
 *
 * <p>Immutable and thread-safe. Loading decodes on as many threads as there are processors.
 *
 * @since 0.1.0
 */
public final class DatasetLoader {

  private static final Logger LOG = LoggerFactory.getLogger(DatasetLoader.class);

  private final List<Path> sources;
  private final String subfolder;

  private DatasetLoader(List<Path> sources, String subfolder) {
    this.sources = sources;
    this.subfolder = subfolder;
  }

  /**
   * Starts from one or more sources; a domain's images may be spread over several.
   *
   * @param sources folders and archives, at least one
   * @return a loader
   * @throws IllegalArgumentException if there is no source
   */
  public static DatasetLoader of(Path... sources) {
    return of(List.of(sources));
  }

  /**
   * Starts from one or more sources; a domain's images may be spread over several.
   *
   * @param sources folders and archives, at least one
   * @return a loader
   * @throws IllegalArgumentException if there is no source
   */
  public static DatasetLoader of(List<Path> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("At least one source is needed");
    }
    return new DatasetLoader(List.copyOf(sources), "");
  }

  /**
   * Keeps only images that lie in a sub-folder: with {@code 64/train}, {@code real/64/train/1.jpg}
   * stays and {@code real/64/test/1.jpg} goes.
   *
   * @param folders the names of one or more folders, separated by slashes, that must follow one
   *     another somewhere between the domain's folder and the image
   * @return a loader with this restriction in place of an earlier one
   * @throws IllegalArgumentException if a name is empty
   */
  public DatasetLoader subfolder(String folders) {
    if (List.of(folders.split("/", -1)).contains("")) {
      throw new IllegalArgumentException(
          "The sub-folder '" + folders + "' must be one or more names with single slashes between");
    }
    return new DatasetLoader(sources, folders);
  }

  /**
   * Searches for a sub-folder that {@link #subfolder} can be given, such as that of a data set's
   * test split. Reads the names of all files, so that archives are read in full; an earlier
   * restriction plays no part.
   *
   * @param domains the domains
   * @param candidates the sub-folders to look for
   * @return the first of them in which every domain has an image, if any
   * @throws TrainingException if a source is missing, unreadable or refused
   */
  public Optional<String> findSubfolder(List<DomainLabel> domains, List<String> candidates) {
    return candidates.stream().filter(folder -> isInEachOf(domains, folder)).findFirst();
  }

  private boolean isInEachOf(List<DomainLabel> domains, String folder) {
    ImageFilter filter = new ImageFilter(domains, folder);
    Set<Integer> seen = new HashSet<>();
    for (Path source : expand(domains)) {
      read(source, filter, file -> seen.add(file.domain()));
    }
    return seen.size() == domains.size();
  }

  /** Returns the sources with folders of archives replaced by these. */
  private List<Path> expand(List<DomainLabel> domains) {
    List<Path> expanded = new ArrayList<>();
    for (Path source : sources) {
      List<Path> archives =
          domains.stream().anyMatch(domain -> Files.isDirectory(source.resolve(domain.name())))
              ? List.of()
              : archivesIn(source);
      expanded.addAll(archives.isEmpty() ? List.of(source) : archives);
    }
    return expanded;
  }

  private static List<Path> archivesIn(Path source) {
    if (!Files.isDirectory(source)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(source)) {
      return files
          .filter(file -> TarSource.isArchive(file) && Files.isRegularFile(file))
          .filter(file -> !ImageFilter.isHidden(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw unreadable(source, failure);
    }
  }

  /**
   * Loads the images of some domains.
   *
   * @param domains the domains, at least two, in the order of the label vector
   * @param imageSize the height and width that images are resized to, in pixels
   * @return the images, and what could not be used
   * @throws TrainingException if there are fewer than two domains or one appears twice, a source is
   *     missing, unreadable or refused, a domain has no folder in any source, or fewer than {@value
   *     DatasetSplit#MINIMUM_IMAGES} of its images can be used
   * @throws IllegalArgumentException if the size is below 1
   */
  public LoadedDataset load(List<DomainLabel> domains, int imageSize) {
    if (imageSize < 1) {
      throw new IllegalArgumentException("imageSize " + imageSize + " is below 1");
    }
    if (domains.size() < 2 || Set.copyOf(domains).size() < domains.size()) {
      throw invalid(
          "Training needs two or more different domains, not " + domains + "; name each once",
          null);
    }
    ExecutorService decoders = decoders();
    try {
      return collect(domains, imageSize, submitAll(domains, imageSize, decoders));
    } finally {
      decoders.shutdownNow();
    }
  }

  /** Few threads and a short queue; when it is full, the reading thread decodes too. */
  private static ExecutorService decoders() {
    int threads = Runtime.getRuntime().availableProcessors();
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(4 * threads),
        task -> {
          Thread thread = new Thread(task, "trvae-dataset");
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private List<PendingImage> submitAll(
      List<DomainLabel> domains, int imageSize, Executor decoders) {
    ImageFilter filter = new ImageFilter(domains, subfolder);
    Set<String> folders = new TreeSet<>();
    List<PendingImage> all = new ArrayList<>();
    for (Path source : expand(domains)) {
      List<PendingImage> images = new ArrayList<>();
      folders.addAll(
          read(
              source,
              filter,
              file ->
                  images.add(
                      new PendingImage(
                          file.domain(),
                          file.name(),
                          file.location(),
                          CompletableFuture.supplyAsync(
                              () -> pixels(file.content(), imageSize), decoders)))));
      images.sort(Comparator.comparing(PendingImage::name));
      all.addAll(images);
    }
    for (String domain : filter.domains()) {
      if (!folders.contains(domain)) {
        throw invalid(
            "There is no folder '"
                + domain
                + "' at the top of "
                + sources
                + "; the folders there are "
                + folders
                + ". Each domain needs one of its name",
            null);
      }
    }
    return all;
  }

  private static Set<String> read(
      Path source, ImageFilter filter, Consumer<ImageSource.ImageFile> consumer) {
    try {
      return open(source).forEachImage(filter, consumer);
    } catch (IOException | UncheckedIOException failure) {
      throw unreadable(source, failure);
    } catch (LinkageError missing) {
      // An old commons-io, as other libraries bring it along, shows as a missing method.
      throw invalid(
          source
              + " is an archive, and reading archives needs org.apache.commons:commons-compress and"
              + " its dependencies on the class path, in versions that fit together ("
              + missing
              + "); add them, or unpack the archive and name the folder",
          missing);
    }
  }

  private static ImageSource open(Path source) {
    if (Files.isDirectory(source)) {
      return new FolderSource(source);
    }
    if (!Files.exists(source)) {
      throw invalid("The source " + source + " does not exist; check the path", null);
    }
    if (!TarSource.isArchive(source)) {
      throw invalid(
          "The source " + source + " is neither a folder nor a .tar, .tar.gz or .tgz file", null);
    }
    return new TarSource(source);
  }

  /** Returns an image as {@code [3, imageSize, imageSize]}. */
  private static byte[] pixels(ImageSource.Content content, int imageSize) {
    byte[] file;
    try {
      file = content.read();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    byte[] rgb = RgbImage.decode(file).centreSquare().resize(imageSize, imageSize).rgb();
    int plane = imageSize * imageSize;
    byte[] planes = new byte[3 * plane];
    for (int i = 0; i < plane; i++) {
      planes[i] = rgb[3 * i];
      planes[plane + i] = rgb[3 * i + 1];
      planes[2 * plane + i] = rgb[3 * i + 2];
    }
    return planes;
  }

  private LoadedDataset collect(
      List<DomainLabel> domains, int imageSize, List<PendingImage> pending) {
    List<List<byte[]>> images = new ArrayList<>();
    domains.forEach(domain -> images.add(new ArrayList<>()));
    List<SkippedImage> skipped = new ArrayList<>();
    for (PendingImage image : pending) {
      try {
        images.get(image.domain).add(image.pixels.join());
      } catch (CompletionException failure) {
        skipped.add(new SkippedImage(image.location, reason(failure)));
      }
    }
    byte[][][] pixels = new byte[domains.size()][][];
    for (int domain = 0; domain < pixels.length; domain++) {
      DatasetSplit.checkSize(domains.get(domain), images.get(domain).size());
      pixels[domain] = images.get(domain).toArray(new byte[0][]);
    }
    LOG.info(
        "Loaded {} images of the domains {} from {}, skipped {}",
        pending.size() - skipped.size(),
        domains,
        sources,
        skipped.size());
    return new LoadedDataset(new InMemoryDataset(domains, imageSize, pixels), skipped);
  }

  /** Says why an image cannot be used; rethrows what is not the image's fault. */
  private static String reason(CompletionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof ImageException) {
      return String.valueOf(cause.getMessage());
    }
    if (cause instanceof UncheckedIOException unreadable
        && !(unreadable.getCause() instanceof ClosedByInterruptException)) {
      return "cannot be read: " + unreadable.getCause();
    }
    throw failure;
  }

  private static TrainingException unreadable(Path source, Exception failure) {
    return invalid(
        source
            + " cannot be read ("
            + failure.getMessage()
            + "); check that it is complete and may be read",
        failure);
  }

  private static TrainingException invalid(String message, @Nullable Throwable cause) {
    return new TrainingException(ErrorCode.DATASET_INVALID, message, cause);
  }

  private record PendingImage(
      int domain, String name, String location, CompletableFuture<byte[]> pixels) {}
}
