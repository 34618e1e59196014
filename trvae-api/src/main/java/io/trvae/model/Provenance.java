package io.trvae.model;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a model's weights come from. Free text throughout: it is shown, never interpreted.
 *
 * @param created when training ended
 * @param software library, Java and operating system, by name, with versions
 * @param data the number of training images by domain
 * @param configuration the training configuration, by option name
 * @param metrics measured figures, by name
 * @param licence the terms under which the weights may be used
 * @since 0.1.0
 */
public record Provenance(
    Instant created,
    SortedMap<String, String> software,
    SortedMap<String, Integer> data,
    SortedMap<String, String> configuration,
    SortedMap<String, Double> metrics,
    String licence) {

  /** Copies the maps. */
  public Provenance {
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(licence, "licence");
    software = copy(software);
    data = copy(data);
    configuration = copy(configuration);
    metrics = copy(metrics);
  }

  private static <V> SortedMap<String, V> copy(Map<String, V> map) {
    map.forEach((name, value) -> Objects.requireNonNull(value, name));
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
