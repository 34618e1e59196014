/** Inference with ND4J's SameDiff: a network becomes two graphs, one for each direction. */
@NullMarked
package io.trvae.dl4j.internal.samediff;

import org.jspecify.annotations.NullMarked;
