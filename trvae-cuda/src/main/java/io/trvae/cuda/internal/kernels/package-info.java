/** Our own kernels: their source, compiling it for a GPU, and the arguments that they take. */
@NullMarked
package io.trvae.cuda.internal.kernels;

import org.jspecify.annotations.NullMarked;
