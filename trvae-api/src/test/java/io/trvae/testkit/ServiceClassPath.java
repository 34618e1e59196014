package io.trvae.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;

/**
 * Until it is closed, the thread's context class loader offers these providers of a service and no
 * others.
 *
 * @since 0.1.0
 */
public final class ServiceClassPath implements AutoCloseable {

  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();

  /**
   * Registers providers with {@link java.util.ServiceLoader}, through a real file.
   *
   * @param directory an empty directory, for the file
   * @param service the service
   * @param providers the names of the providers' classes; any text, to register nonsense
   */
  public ServiceClassPath(Path directory, Class<?> service, List<String> providers) {
    Path file = directory.resolve("META-INF/services").resolve(service.getName());
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, providers);
      thread.setContextClassLoader(new OnlyOurs(directory.toUri().toURL(), before));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.setContextClassLoader(before);
  }

  /** Takes classes from the parent, but the registration from here alone. */
  private static final class OnlyOurs extends URLClassLoader {

    OnlyOurs(URL url, ClassLoader parent) {
      super(new URL[] {url}, parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/io.trvae.")
          ? findResources(name)
          : super.getResources(name);
    }
  }
}
