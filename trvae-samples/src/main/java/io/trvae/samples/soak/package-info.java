/** What becomes of memory over many transfers. */
@NullMarked
package io.trvae.samples.soak;

import org.jspecify.annotations.NullMarked;
