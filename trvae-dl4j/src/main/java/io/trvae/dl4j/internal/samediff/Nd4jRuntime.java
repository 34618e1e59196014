package io.trvae.dl4j.internal.samediff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;

/** What ND4J consists of here. Loading this class does not load ND4J; calling it does. */
public final class Nd4jRuntime {

  private static final String VERSION = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

  private Nd4jRuntime() {}

  /**
   * Starts ND4J if it has not been started, computes something, for only then a GPU shows that ND4J
   * has no code for it, and describes it.
   *
   * @return version, kind of processor, libraries and threads, in one line
   */
  public static String describe() {
    Nd4j.scalar(1f).add(1f).getFloat(0);
    Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
    boolean oneDnn = Nd4j.getBackend().buildInfo().contains("HAVE_ONEDNN");
    return "ND4J %s, %s, %s%s, %d threads"
        .formatted(
            version(),
            environment.getProperty("backend"),
            environment.get("blas.vendor"),
            oneDnn ? " and oneDNN" : "",
            Nd4j.getEnvironment().maxThreads());
  }

  private static String version() {
    try (InputStream in = Nd4j.class.getResourceAsStream(VERSION)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "of unknown version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
