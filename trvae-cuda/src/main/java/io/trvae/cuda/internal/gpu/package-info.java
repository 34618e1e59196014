/** CUDA's driver: devices, and what lives on one. */
@NullMarked
package io.trvae.cuda.internal.gpu;

import org.jspecify.annotations.NullMarked;
