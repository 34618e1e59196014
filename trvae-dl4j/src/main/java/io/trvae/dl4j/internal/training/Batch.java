package io.trvae.dl4j.internal.training;

/**
 * Images with their labels.
 *
 * @param images {@code [n, 3, size, size]}, values in [0, 1]
 * @param labels {@code [n, domains]}, one-hot
 * @param domains the index of each image's domain
 */
record Batch(float[] images, float[] labels, int[] domains) {}
