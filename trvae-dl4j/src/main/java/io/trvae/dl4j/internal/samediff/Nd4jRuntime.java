package io.trvae.dl4j.internal.samediff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
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
    loadOneDnn();
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

  /**
   * Loads oneDNN before ND4J, for both need a libgomp. JavaCPP lets a process have the first one
   * only, and in its folder of unpacked libraries, which all processes share, makes the others
   * links to it. With one order everywhere no process changes a file that another is about to load.
   */
  private static void loadOneDnn() {
    try {
      Loader.load(dnnl.class);
    } catch (LinkageError missing) {
      // ND4J does without.
    }
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
