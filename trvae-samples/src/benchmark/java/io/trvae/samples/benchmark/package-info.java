/** Measures speed: what {@code ./trvae bench} plans, runs in processes of its own, and reports. */
@NullMarked
package io.trvae.samples.benchmark;

import org.jspecify.annotations.NullMarked;
