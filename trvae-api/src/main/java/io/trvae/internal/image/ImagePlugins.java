package io.trvae.internal.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.spi.ServiceRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers and writers in use: those of the JDK, and two of TwelveMonkeys where present.
 *
 * <p>{@code ImageIO}'s own look-up is not asked: which plug-in it gives depends on the thread's
 * context class loader at its first use and on whatever else is on the class path. Here the
 * plug-ins come from one class loader, and nothing global changes.
 */
final class ImagePlugins {

  private static final Logger LOG = LoggerFactory.getLogger(ImagePlugins.class);

  private static final String JPEG_SPI =
      "com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi";
  private static final String WEBP_SPI =
      "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi";

  private final Map<ImageFormat, ImageReaderSpi> readers = new EnumMap<>(ImageFormat.class);
  private final boolean readsCmyk;

  /**
   * Looks for the plug-ins.
   *
   * @param loader where those of TwelveMonkeys may be
   */
  ImagePlugins(ClassLoader loader) {
    for (ImageFormat format :
        List.of(ImageFormat.JPEG, ImageFormat.PNG, ImageFormat.GIF, ImageFormat.BMP)) {
      readers.put(format, ofJdk(ImageReaderSpi.class, format.label()));
    }
    Optional<ImageReaderSpi> jpeg = create(JPEG_SPI, loader);
    jpeg.ifPresent(this::useForJpeg);
    readsCmyk = jpeg.isPresent();
    create(WEBP_SPI, loader).ifPresent(spi -> readers.put(ImageFormat.WEBP, spi));
  }

  /** Puts the plug-in in front of the JDK's reader, which it looks up in the registry it joins. */
  private void useForJpeg(ImageReaderSpi plugin) {
    ServiceRegistry registry =
        new ServiceRegistry(List.<Class<?>>of(ImageReaderSpi.class).iterator());
    registry.registerServiceProvider(readers.get(ImageFormat.JPEG), ImageReaderSpi.class);
    registry.registerServiceProvider(plugin, ImageReaderSpi.class);
    readers.put(ImageFormat.JPEG, plugin);
  }

  /** Returns a new reader, empty if there is none for the format. */
  Optional<ImageReader> reader(ImageFormat format) throws IOException {
    ImageReaderSpi spi = readers.get(format);
    return spi == null ? Optional.empty() : Optional.of(spi.createReaderInstance());
  }

  /**
   * Whether the plug-in that reads CMYK is there. The JDK's own reader refuses CMYK in early
   * updates of Java 17 and reads it in late ones; it is not asked, so that a picture is read alike
   * everywhere.
   */
  boolean readsCmyk() {
    return readsCmyk;
  }

  /** Returns a new writer of the JDK. */
  static ImageWriter writer(String formatName) throws IOException {
    return ofJdk(ImageWriterSpi.class, formatName).createWriterInstance();
  }

  private static Optional<ImageReaderSpi> create(String className, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(className, true, loader);
      return Optional.of((ImageReaderSpi) type.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.warn("Image plug-in {} is present but does not start; going on without it", className, e);
      return Optional.empty();
    }
  }

  private static <T extends ImageReaderWriterSpi> T ofJdk(Class<T> category, String formatName) {
    Iterator<T> all = IIORegistry.getDefaultInstance().getServiceProviders(category, false);
    while (all.hasNext()) {
      T spi = all.next();
      if (spi.getClass().getModule() == ImageIO.class.getModule()
          && Arrays.asList(spi.getFormatNames()).contains(formatName)) {
        return spi;
      }
    }
    throw new IllegalStateException(
        "The JDK's " + category.getSimpleName() + " for " + formatName + " has been deregistered");
  }
}
