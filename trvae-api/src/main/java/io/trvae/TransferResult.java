package io.trvae;

import java.time.Duration;

/**
 * One image that was drawn in another domain.
 *
 * @param image the image, of the size that was asked for
 * @param latent the code of the input as encoded; where a sample was asked for, {@link
 *     Latent#sample} with the request's seed gives the code that was drawn
 * @param from the domain that the input belongs to
 * @param to the domain that it was drawn in
 * @param duration wall time of the batch that this image was part of, from cutting to resizing
 * @since 0.1.0
 */
public record TransferResult(
    RgbImage image, Latent latent, DomainLabel from, DomainLabel to, Duration duration) {}
