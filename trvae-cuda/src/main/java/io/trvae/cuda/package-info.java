/**
 * Inference and training on NVIDIA's GPUs, from Turing on, by kernels of its own that are compiled
 * for the GPU that is there.
 *
 * <p><b>Experimental.</b> Nothing in this package has run on a GPU yet. Its kernels are compiled
 * for every supported generation and compute the right results in an emulation on the processor;
 * their speed is unknown.
 */
@NullMarked
package io.trvae.cuda;

import org.jspecify.annotations.NullMarked;
