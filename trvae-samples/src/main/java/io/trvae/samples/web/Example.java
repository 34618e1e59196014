package io.trvae.samples.web;

import io.trvae.DomainLabel;

/**
 * A picture that the page offers to try.
 *
 * @param file its name, of letters, digits, dots and dashes
 * @param type its media type
 * @param domain the domain that it belongs to
 * @param title what it shows
 * @param bytes the file
 */
public record Example(String file, String type, DomainLabel domain, String title, byte[] bytes) {

  String path() {
    return "/examples/" + file;
  }
}
