package io.trvae.cuda.internal.plan;

import java.util.List;

/**
 * One direction of a network, compiled. Immutable; any number of {@link Session}s share it.
 *
 * @param inputFloats that come from the host for an image
 * @param outputFloats that go to the host for an image
 * @param featureBytes the most that an image's features take between two steps
 * @param domains the length of a label
 * @param steps in the order in which they are computed
 * @param constants weights and what belongs to them
 * @param labels what the network computes from the label alone
 */
record Plan(
    int inputFloats,
    int outputFloats,
    long featureBytes,
    int domains,
    List<Step> steps,
    Constants constants,
    LabelTable labels) {

  /** Bytes that a session takes on the GPU for each image of its capacity, labels apart. */
  long bytesPerImage() {
    return 2 * featureBytes + (1L + inputFloats + outputFloats) * Float.BYTES + outputFloats;
  }
}
