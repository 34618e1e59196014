package io.trvae.samples.benchmark;

/**
 * What a fork is to measure.
 *
 * @param cell what
 * @param quick whether to measure for a short time
 * @param references the file with what a transfer of the inputs must give
 */
record Order(Cell cell, boolean quick, String references) {}
