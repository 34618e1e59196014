/**
 * Face-domain transfer: images, domain labels, latent codes and the pipeline that joins them.
 *
 * <p>Start with {@link TransferPipeline}. Values are immutable and on the Java heap; null is never
 * accepted or returned unless a type says so.
 */
@NullMarked
package io.trvae;

import org.jspecify.annotations.NullMarked;
