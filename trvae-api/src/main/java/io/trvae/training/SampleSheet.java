package io.trvae.training;

import io.trvae.DomainLabel;
import io.trvae.ImageSheet;
import io.trvae.RgbImage;
import io.trvae.model.ModelSpec;
import io.trvae.spi.Backend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a picture after each epoch that shows what the model can do so far: a few validation
 * images of each domain, always the same ones, each drawn in every domain.
 *
 * <p>The pictures are {@code epoch-0001.png} and so on. Each row begins with the image itself; the
 * column of its own domain shows its reconstruction. {@code onStart} and {@code onEpoch} throw
 * {@link UncheckedIOException} if writing fails. For one training at a time.
 *
 * @since 0.1.0
 */
public final class SampleSheet implements TrainingListener {

  private static final int CELL_SIZE = 128;

  private final Path folder;
  private final DomainDataset dataset;
  private final int imagesPerDomain;
  private @Nullable ModelSpec model;
  private float[] images = {};
  private final List<DomainLabel> sources = new ArrayList<>();

  /**
   * Creates a sheet writer; nothing is written before training starts.
   *
   * @param folder where the pictures go, created when missing
   * @param dataset the data set that is trained on; its {@linkplain DatasetSplit#of validation
   *     part} is shown
   * @param imagesPerDomain how many images of each domain to show, at least 1; fewer where there
   *     are not so many
   * @throws IllegalArgumentException if the number is below 1
   */
  public SampleSheet(Path folder, DomainDataset dataset, int imagesPerDomain) {
    if (imagesPerDomain < 1) {
      throw new IllegalArgumentException("imagesPerDomain " + imagesPerDomain + " is below 1");
    }
    this.folder = folder;
    this.dataset = dataset;
    this.imagesPerDomain = imagesPerDomain;
  }

  @Override
  public void onStart(TrainingConfig config, int firstEpoch) {
    CsvLog.createFolder(folder);
    model = config.model();
    sources.clear();
    DomainDataset validation =
        DatasetSplit.of(dataset, config.validationFraction(), config.seed()).validation();
    List<DomainLabel> domains = validation.domains();
    int imageLength = 3 * validation.imageSize() * validation.imageSize();
    images = new float[domains.size() * imagesPerDomain * imageLength];
    for (int domain = 0; domain < domains.size(); domain++) {
      int shown = Math.min(imagesPerDomain, validation.size(domain));
      for (int index = 0; index < shown; index++) {
        validation.copyTo(domain, index, images, sources.size() * imageLength, false);
        sources.add(domains.get(domain));
      }
    }
  }

  @Override
  public void onEpoch(EpochReport report, Backend backend) {
    if (model == null) {
      throw new IllegalStateException("onStart has not been called");
    }
    Path file = folder.resolve(String.format(Locale.ROOT, "epoch-%04d.png", report.epoch()));
    try {
      sheet(model, backend).write(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("The sheet " + file + " cannot be written", failure);
    }
  }

  private RgbImage sheet(ModelSpec model, Backend backend) {
    int batch = sources.size();
    int latentSize = model.network().latentSize();
    float[] mean = new float[batch * latentSize];
    float[] logVar = new float[batch * latentSize];
    float[] sourceLabels = labels(model, sources);
    backend.encode(images, sourceLabels, batch, mean, logVar);

    List<String> titles = new ArrayList<>(List.of("image"));
    List<float[]> columns = new ArrayList<>(List.of(images));
    for (DomainLabel target : model.domains()) {
      float[] drawn = new float[images.length];
      backend.decode(mean, labels(model, Collections.nCopies(batch, target)), batch, drawn);
      titles.add("as " + target);
      columns.add(drawn);
    }

    ImageSheet sheet = ImageSheet.ofCells(CELL_SIZE).columnTitles(titles);
    int size = dataset.imageSize();
    for (int row = 0; row < batch; row++) {
      int offset = row * 3 * size * size;
      sheet.row(
          sources.get(row).name(),
          columns.stream().map(column -> RgbImage.ofFloats(size, size, column, offset)).toList());
    }
    return sheet.render();
  }

  /** Returns {@code [labels, domains]}, one-hot. */
  private static float[] labels(ModelSpec model, List<DomainLabel> labels) {
    int domains = model.domains().size();
    float[] oneHot = new float[labels.size() * domains];
    for (int i = 0; i < labels.size(); i++) {
      oneHot[i * domains + model.indexOf(labels.get(i))] = 1;
    }
    return oneHot;
  }
}
