/**
 * The compiled inference plan: a network as a list of kernel launches, with packed weights, bound
 * to memory that is allocated once.
 */
@NullMarked
package io.trvae.cuda.internal.plan;

import org.jspecify.annotations.NullMarked;
