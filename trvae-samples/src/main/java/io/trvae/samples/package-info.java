/** The command line and runnable examples. */
@NullMarked
package io.trvae.samples;

import org.jspecify.annotations.NullMarked;
