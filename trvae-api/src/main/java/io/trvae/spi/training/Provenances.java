package io.trvae.spi.training;

import io.trvae.model.Provenance;
import io.trvae.training.DomainDataset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells where weights come from that were trained here and now.
 *
 * @since 0.1.0
 */
public final class Provenances {

  private Provenances() {}

  /**
   * Puts together what is known.
   *
   * @param engine what computed, and in which precision
   * @param trainedOn the images
   * @param configuration what the training was asked for
   * @param metrics how good the weights are
   * @param licence the terms under which they may be used
   * @return the provenance
   */
  public static Provenance now(
      String engine,
      DomainDataset trainedOn,
      SortedMap<String, String> configuration,
      SortedMap<String, Double> metrics,
      String licence) {
    SortedMap<String, String> software = new TreeMap<>();
    String version = Provenances.class.getPackage().getImplementationVersion();
    software.put("trvae", Optional.ofNullable(version).orElse("development"));
    software.put("engine", engine);
    software.put("java", System.getProperty("java.version"));
    software.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    SortedMap<String, Integer> data = new TreeMap<>();
    for (int domain = 0; domain < trainedOn.domains().size(); domain++) {
      data.put(trainedOn.domains().get(domain).name(), trainedOn.size(domain));
    }
    return new Provenance(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        software,
        data,
        configuration,
        metrics,
        licence);
  }
}
