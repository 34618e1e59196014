package io.trvae.spi.training;

/**
 * Images with their labels.
 *
 * @param images {@code [n, 3, size, size]}, values in [0, 1]
 * @param labels {@code [n, domains]}, one-hot
 * @param domains the index of each image's domain
 * @since 0.1.0
 */
public record Batch(float[] images, float[] labels, int[] domains) {}
