package io.trvae.samples.web;

import io.trvae.Cancellation;
import io.trvae.DomainLabel;
import io.trvae.RgbImage;
import io.trvae.TransferPipeline;
import io.trvae.TransferRequest;
import io.trvae.TransferResult;
import io.trvae.samples.morph.AnimatedGif;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Draws a picture on its way to another domain, as an animated GIF. */
final class MorphCall implements PictureTask {

  private static final int FRAMES = 24;
  private static final int MAX_FRAMES = 100;
  private static final Duration DELAY = Duration.ofMillis(80);

  private final Drawing drawing;
  private final DomainLabel to;
  private final int frames;

  /**
   * Reads the parameters.
   *
   * @param maxPixels the most pixels of all frames together
   */
  MorphCall(TransferPipeline pipeline, long maxPixels, Query query) {
    drawing = new Drawing(pipeline, maxPixels, query);
    to = query.required("to", DomainLabel::of);
    frames = query.one("frames", MorphCall::frames).orElse(FRAMES);
    query.refuseOthers();
    pipeline.model().spec().indexOf(to);
  }

  private static int frames(String text) {
    int value = Integer.parseInt(text);
    if (value < 2 || value > MAX_FRAMES) {
      throw new IllegalArgumentException(text + " is not in [2, " + MAX_FRAMES + "]");
    }
    return value;
  }

  @Override
  public Answer run(RgbImage picture, Cancellation cancellation) {
    List<TransferRequest> requests = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      requests.add(drawing.request(picture, to, i / (frames - 1.0)));
    }
    List<RgbImage> film =
        drawing.draw(requests, cancellation).stream().map(TransferResult::image).toList();
    ByteArrayOutputStream gif = new ByteArrayOutputStream();
    try {
      AnimatedGif.write(film, DELAY, gif);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException tooLarge) {
      throw new Refusal(413, "Not as a GIF: " + tooLarge.getMessage());
    }
    return Answer.ok("image/gif", gif.toByteArray());
  }
}
