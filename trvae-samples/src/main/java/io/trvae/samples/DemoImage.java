package io.trvae.samples;

import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One of the demonstration images, which are resources of this module.
 *
 * @param file its name among the resources
 * @param domain the domain that it belongs to
 * @param title what it shows
 */
record DemoImage(String file, DomainLabel domain, String title) {

  /** Returns what {@code demo.csv} lists; its first line names the columns. */
  static List<DemoImage> all() throws IOException {
    try (InputStream in = open("demo.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split(",", 3))
          .map(cells -> new DemoImage(cells[0], DomainLabel.of(cells[1]), cells[2]))
          .toList();
    }
  }

  RgbImage read() throws IOException {
    return RgbImage.decode(bytes());
  }

  byte[] bytes() throws IOException {
    try (InputStream in = open(file)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = DemoImage.class.getResourceAsStream("demo/" + name);
    if (in == null) {
      throw new FileNotFoundException("The demonstration's resource " + name + " is missing");
    }
    return in;
  }
}
