package io.trvae.samples.web;

import io.trvae.RgbImage;
import io.trvae.TransferResult;
import io.trvae.face.Face;
import io.trvae.face.TransferredFace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * The answer to a transfer.
 *
 * @param from the domain that the picture belongs to
 * @param width the picture's width, upright, in pixels
 * @param height its height
 * @param faces where the faces are that were drawn
 * @param milliseconds what drawing took
 * @param pictures the results, target by target, each in the order of the strengths
 */
record Transferred(
    String from,
    int width,
    int height,
    List<Face> faces,
    double milliseconds,
    List<Picture> pictures) {

  static Transferred of(RgbImage picture, TransferResult first, List<Picture> pictures) {
    return new Transferred(
        first.from().name(),
        picture.width(),
        picture.height(),
        first.faces().stream().map(TransferredFace::face).toList(),
        first.duration().toNanos() / 1e6,
        pictures);
  }

  /**
   * One result.
   *
   * @param to the domain that it is drawn in
   * @param strength how far the transfer went
   * @param width its width in pixels
   * @param height its height in pixels
   * @param png the PNG file in Base64
   */
  record Picture(String to, double strength, int width, int height, String png) {

    static Picture of(TransferResult result, double strength) {
      RgbImage image = result.image();
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      try {
        image.write(png, "png");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Picture(
          result.to().name(),
          strength,
          image.width(),
          image.height(),
          Base64.getEncoder().encodeToString(png.toByteArray()));
    }
  }
}
