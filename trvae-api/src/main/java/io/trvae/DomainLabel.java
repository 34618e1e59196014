package io.trvae;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The name of an image domain, such as {@code real} or {@code anime}.
 *
 * <p>A label is only a name. Which index it has in a network is the business of a model, whose
 * {@linkplain io.trvae.model.ModelSpec#domains() domain list} fixes the order; so labels of one's
 * own domains need no registration.
 *
 * @param name 1 to 64 characters of {@code a-z}, {@code 0-9}, {@code _} and {@code -}, the first a
 *     letter or digit
 * @since 0.1.0
 */
public record DomainLabel(String name) {

  // Before the constants: their construction uses it.
  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /** Photographs of real faces. */
  public static final DomainLabel REAL = new DomainLabel("real");

  /** Faces drawn in the anime style. */
  public static final DomainLabel ANIME = new DomainLabel("anime");

  /** Faces drawn as flat cartoons. */
  public static final DomainLabel CARTOON = new DomainLabel("cartoon");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is not of the form given above
   */
  public DomainLabel {
    Objects.requireNonNull(name, "name");
    if (!VALID.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Domain name '"
              + name
              + "' is not 1 to 64 characters of a-z, 0-9, '_' and '-' starting with a letter or"
              + " digit");
    }
  }

  /**
   * Returns the label of that name.
   *
   * @param name the domain's name, of the form that {@link DomainLabel} asks for
   * @return the label
   * @throws IllegalArgumentException if the name is not of that form
   */
  public static DomainLabel of(String name) {
    return new DomainLabel(name);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
