/** What an engine implements to compute for the pipeline and the trainer. */
@NullMarked
package io.trvae.spi;

import org.jspecify.annotations.NullMarked;
