/** A thin layer over oneDNN: memory, and primitives bound to their arguments. */
@NullMarked
package io.trvae.dl4j.internal.onednn;

import org.jspecify.annotations.NullMarked;
