package io.trvae.dl4j.internal.plan;

import org.bytedeco.dnnl.memory;

/**
 * Where a step finds or leaves values in the memory of a session.
 *
 * @param buffer the number of the buffer
 * @param description shape and layout
 * @param offset where it begins, in bytes
 * @param stride from one image of a group to the next, in bytes; 0 where all share one place
 */
record Place(int buffer, memory.desc description, long offset, long stride) {

  /** Tells whether each image of a group has a place of its own. */
  boolean ofEachImage() {
    return stride > 0;
  }

  /** Returns where an image of the group begins, in bytes. */
  long offset(int row) {
    return offset + row * stride;
  }

  /** Returns the type of an element. */
  memory.data_type type() {
    return description.get_data_type().intern();
  }
}
