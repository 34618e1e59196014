/**
 * Training on the CPU: a network description becomes a tape of operations, each with a forward and
 * a backward pass over oneDNN primitives.
 */
@NullMarked
package io.trvae.dl4j.internal.training;

import org.jspecify.annotations.NullMarked;
