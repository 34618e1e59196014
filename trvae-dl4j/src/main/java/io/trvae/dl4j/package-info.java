/** The engines of this module; applications find them through the pipeline and the trainer. */
@NullMarked
package io.trvae.dl4j;

import org.jspecify.annotations.NullMarked;
