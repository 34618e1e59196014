/**
 * The compiled inference plan: a network as oneDNN primitives with packed weights, bound to memory
 * that is allocated once.
 */
@NullMarked
package io.trvae.dl4j.internal.plan;

import org.jspecify.annotations.NullMarked;
