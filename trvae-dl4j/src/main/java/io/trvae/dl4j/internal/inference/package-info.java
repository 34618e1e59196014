/** What every compiler of a network for inference needs. */
@NullMarked
package io.trvae.dl4j.internal.inference;

import org.jspecify.annotations.NullMarked;
