package io.trvae.samples.morph;

import io.trvae.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * An animated GIF as a reader sees it.
 *
 * @param frames its pictures
 * @param delays how long each is shown, in hundredths of a second
 * @param repeats whether each says that the film repeats for ever
 */
public record Gif(List<RgbImage> frames, List<String> delays, List<Boolean> repeats) {

  public static Gif read(byte[] bytes) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
    Gif gif = new Gif(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < reader.getNumImages(true); i++) {
      gif.frames.add(RgbImage.of(reader.read(i)));
      IIOMetadataNode root =
          (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
      gif.delays.add(only(root, "GraphicControlExtension").getAttribute("delayTime"));
      IIOMetadataNode application = only(root, "ApplicationExtension");
      byte[] block = (byte[]) application.getUserObject();
      gif.repeats.add(
          application.getAttribute("applicationID").equals("NETSCAPE")
              && application.getAttribute("authenticationCode").equals("2.0")
              && List.of(block[0], block[1], block[2])
                  .equals(List.of((byte) 1, (byte) 0, (byte) 0)));
    }
    reader.dispose();
    return gif;
  }

  private static IIOMetadataNode only(IIOMetadataNode root, String name) {
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }
}
