/** Pictures composed at random from faces, for training and measuring who finds faces. */
@NullMarked
package io.trvae.dl4j.internal.scenes;

import org.jspecify.annotations.NullMarked;
