package io.trvae.model;

import io.trvae.DomainLabel;
import io.trvae.ErrorCode;
import io.trvae.ModelException;
import io.trvae.network.NetworkSpec;
import java.util.List;

/**
 * What a model is: the sizes of its network and the domains that it knows.
 *
 * @param network the sizes of the network
 * @param domains the domains, in the order of the label vector
 * @since 0.1.0
 */
public record ModelSpec(NetworkSpec network, List<DomainLabel> domains) {

  /**
   * Copies the list and checks it.
   *
   * @throws IllegalArgumentException if the number of domains is not the network's, or one appears
   *     twice
   */
  public ModelSpec {
    domains = List.copyOf(domains);
    if (domains.size() != network.domainCount()) {
      throw new IllegalArgumentException(
          "The network has " + network.domainCount() + " domains, the list is " + domains);
    }
    if (domains.stream().distinct().count() != domains.size()) {
      throw new IllegalArgumentException("A domain appears twice in " + domains);
    }
  }

  /**
   * Finds a domain's place in the label vector.
   *
   * @param domain the domain
   * @return its index, from 0
   * @throws ModelException if the model does not know the domain; the message lists those it knows
   */
  public int indexOf(DomainLabel domain) {
    int index = domains.indexOf(domain);
    if (index < 0) {
      throw new ModelException(
          ErrorCode.DOMAIN_UNKNOWN,
          "The model does not know the domain '" + domain + "'; it knows " + domains);
    }
    return index;
  }

  /**
   * Returns the height and width of the model's images.
   *
   * @return pixels
   */
  public int imageSize() {
    return network.imageSize();
  }
}
