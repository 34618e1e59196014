/** The engines that the benchmark compares, each behind {@link TransferEngine}. */
@NullMarked
package io.trvae.samples.benchmark.engine;

import org.jspecify.annotations.NullMarked;
