package io.trvae.dl4j.internal.plan;

/**
 * Features of the label that stand in a session's memory beside other values.
 *
 * @param features what to write
 * @param buffer the number of the buffer
 * @param offset where the first image's begin, in elements
 * @param stride from one image of a group to the next, in elements
 */
record LabelLane(LabelFeatures features, int buffer, int offset, int stride) {}
