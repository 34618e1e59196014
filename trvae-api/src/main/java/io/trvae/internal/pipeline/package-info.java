/** The stages of a transfer, one class each, and the pipeline that strings them together. */
@NullMarked
package io.trvae.internal.pipeline;

import org.jspecify.annotations.NullMarked;
