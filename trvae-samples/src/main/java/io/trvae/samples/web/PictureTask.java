package io.trvae.samples.web;

import io.trvae.Cancellation;
import io.trvae.RgbImage;

/** What is to be done with an uploaded picture; done on one of the {@link Workers}. */
@FunctionalInterface
interface PictureTask {

  Answer run(RgbImage picture, Cancellation cancellation);
}
