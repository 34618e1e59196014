/** Cutting faces out of photos and putting them back; not exported. */
@NullMarked
package io.trvae.internal.face;

import org.jspecify.annotations.NullMarked;
