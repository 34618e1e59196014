/** Looking for faces with a network that was trained for it. */
@NullMarked
package io.trvae.dl4j.internal.locating;

import org.jspecify.annotations.NullMarked;
