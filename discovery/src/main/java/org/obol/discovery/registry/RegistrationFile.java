package org.obol.discovery.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;

/**
 * What an agent says of itself (ERC-8004, "registration file"). {@link RegistrationReader} reads
 * one that somebody else wrote; every text in it is then hostile.
 *
 * @param image a URL
 * @param x402Support whether it is paid by x402
 * @param active whether it works; without the member it does
 * @param registrations which agents this is the file of
 * @param supportedTrust how it may be trusted, such as {@code reputation}
 */
public record RegistrationFile(
    String name,
    String description,
    Optional<String> image,
    List<AgentService> services,
    boolean x402Support,
    boolean active,
    List<AgentRegistration> registrations,
    List<String> supportedTrust) {

  /** Where the domain of a service shows its file. */
  public static final String WELL_KNOWN = "/.well-known/agent-registration.json";

  /** What both generations of the standard put into {@code type}. */
  public static final String TYPE = "https://eips.ethereum.org/EIPS/eip-8004#registration-v1";

  /** Copies the lists. */
  public RegistrationFile {
    services = List.copyOf(services);
    registrations = List.copyOf(registrations);
    supportedTrust = List.copyOf(supportedTrust);
  }

  /** Whether the file claims to be that agent's. */
  public boolean names(AgentRegistration agent) {
    return registrations.contains(agent);
  }

  /** The services of that name, whatever its case. */
  public List<AgentService> services(String named) {
    return services.stream()
        .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(named.toLowerCase(Locale.ROOT)))
        .toList();
  }

  /**
   * The document, members in the order of the standard.
   *
   * @throws IllegalArgumentException when the name is blank or a service has no name or endpoint
   */
  public Json.Obj json() {
    if (name.isBlank()
        || services.stream().anyMatch(s -> s.name().isBlank() || s.endpoint().isBlank())) {
      throw new IllegalArgumentException("an agent and its services have names and endpoints");
    }
    JsonObject file =
        Json.object().put("type", TYPE).put("name", name).put("description", description);
    image.ifPresent(url -> file.put("image", url));
    file.put("services", services.stream().map(RegistrationFile::service).toList())
        .put("x402Support", x402Support)
        .put("active", active)
        .put("registrations", registrations.stream().map(RegistrationFile::registration).toList());
    if (!supportedTrust.isEmpty()) {
      file.put("supportedTrust", texts(supportedTrust));
    }
    return file.build();
  }

  /** One service as the document has it. */
  public static Json.Obj service(AgentService service) {
    JsonObject out = Json.object().put("name", service.name()).put("endpoint", service.endpoint());
    service.version().ifPresent(version -> out.put("version", version));
    if (!service.skills().isEmpty()) {
      out.put("skills", texts(service.skills()));
    }
    if (!service.domains().isEmpty()) {
      out.put("domains", texts(service.domains()));
    }
    return out.build();
  }

  private static Json.Obj registration(AgentRegistration agent) {
    return Json.object()
        .put("agentId", new Json.Num(agent.agent().toString()))
        .put("agentRegistry", agent.registry().toString())
        .build();
  }

  private static List<Json> texts(List<String> values) {
    return values.stream().<Json>map(Json::of).toList();
  }
}
