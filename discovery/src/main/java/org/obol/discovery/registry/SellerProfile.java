package org.obol.discovery.registry;

import java.util.List;
import java.util.Optional;

/**
 * What a seller of datasets says of itself.
 *
 * @param image a URL
 * @param priced whether something is sold for money
 * @param active false when the seller has closed
 */
public record SellerProfile(
    String name, String description, Optional<String> image, boolean priced, boolean active) {

  /** The metadata value of a seller of datasets. */
  public static final String SERVICE_TYPE = "dataset";

  /** Where the catalog is, below the origin. */
  public static final String CATALOG_PATH = "/api/services.json";

  /** The service that names the catalog in a registration file. */
  public static final String CATALOG_SERVICE = "obol-catalog";

  /**
   * The registration file of this seller at {@code origin}.
   *
   * @param registrations the agents it is the file of: none before the first registration
   */
  public RegistrationFile file(PublicOrigin origin, List<AgentRegistration> registrations) {
    List<AgentService> services =
        List.of(
            AgentService.of("web", origin.at("/")),
            AgentService.of(CATALOG_SERVICE, origin.at(CATALOG_PATH)).version("1"));
    return new RegistrationFile(
        name,
        description,
        image,
        active ? services : List.of(),
        active && priced,
        active,
        registrations,
        List.of());
  }
}
