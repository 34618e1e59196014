/** Training on a GPU: the operations of {@link io.trvae.spi.training} as launches of kernels. */
@NullMarked
package io.trvae.cuda.internal.training;

import org.jspecify.annotations.NullMarked;
