/** Models that Keras has saved, made models of this library. */
@NullMarked
package io.trvae.samples.keras;

import org.jspecify.annotations.NullMarked;
