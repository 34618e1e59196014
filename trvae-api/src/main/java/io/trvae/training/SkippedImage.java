package io.trvae.training;

/**
 * A file that has the name of an image but could not be used.
 *
 * @param path where it lies; for one in an archive the archive's path, {@code !/} and the entry's
 *     name
 * @param reason what is wrong with it
 * @since 0.1.0
 */
public record SkippedImage(String path, String reason) {}
