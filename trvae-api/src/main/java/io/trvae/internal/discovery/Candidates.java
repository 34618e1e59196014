package io.trvae.internal.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All providers of a kind that the class loaders offer.
 *
 * @param usable the providers that work so far, highest rank first
 * @param broken what was wrong with each of the others
 */
record Candidates<P>(List<Candidate<P>> usable, List<String> broken) {

  /** A loader whose every answer is an error must not keep us for ever. */
  private static final int MAX_ERRORS = 100;

  /** Looks at the thread's context class loader first, then at the API's own. */
  static <P> Candidates<P> find(ProviderKind<P> kind) {
    List<Candidate<P>> usable = new ArrayList<>();
    Set<String> broken = new LinkedHashSet<>();
    Set<Class<?>> seen = new HashSet<>();
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    addIfPresent(loaders, Thread.currentThread().getContextClassLoader());
    addIfPresent(loaders, Candidates.class.getClassLoader());
    for (ClassLoader loader : loaders) {
      collect(kind, loader, seen, usable, broken);
    }
    usable.sort(
        Comparator.comparingInt((Candidate<P> candidate) -> candidate.priority())
            .reversed()
            .thenComparing(Candidate::name));
    return new Candidates<>(List.copyOf(usable), List.copyOf(broken));
  }

  private static void addIfPresent(Set<ClassLoader> loaders, @Nullable ClassLoader loader) {
    if (loader != null) {
      loaders.add(loader);
    }
  }

  private static <P> void collect(
      ProviderKind<P> kind,
      ClassLoader loader,
      Set<Class<?>> seen,
      List<Candidate<P>> usable,
      Set<String> broken) {
    Iterator<P> providers = ServiceLoader.load(kind.type(), loader).iterator();
    for (int errors = 0; errors < MAX_ERRORS; ) {
      P provider;
      try {
        if (!providers.hasNext()) {
          return;
        }
        provider = providers.next();
      } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
        errors++;
        broken.add(describe(e));
        continue;
      }
      if (seen.add(provider.getClass())) {
        try {
          usable.add(Candidate.of(kind, provider));
        } catch (Throwable e) {
          broken.add(provider.getClass().getName() + ": " + describe(e));
        }
      }
    }
  }

  /** Names the root cause too: the errors on top of it say only that something went wrong. */
  private static String describe(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == error ? error.toString() : error + " (" + root + ")";
  }
}
