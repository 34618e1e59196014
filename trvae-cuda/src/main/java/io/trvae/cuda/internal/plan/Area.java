package io.trvae.cuda.internal.plan;

/** A session's memory on the GPU. */
enum Area {
  /** What the host has sent. */
  INPUT,
  /** Features. */
  FIRST,
  /** The features before or after those. */
  SECOND,
  /** What the host will fetch. */
  OUTPUT;

  /** Returns where the features go that are computed from those here. */
  Area next() {
    return this == FIRST ? SECOND : FIRST;
  }
}
