package org.obol.discovery.indexer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.discovery.registry.AgentRegistration;
import org.obol.discovery.registry.AgentService;
import org.obol.discovery.registry.AgentUri;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.RegistrationFile;
import org.obol.discovery.registry.RegistryId;
import org.obol.evm.HexBytes;

/**
 * What the index says of an agent: the record of 8004scan's lists, without what only a look at one
 * agent shows.
 */
final class AgentRecord {

  /** Longer service lists are left out: a page holds a hundred agents. */
  private static final int MAX_SERVICES = 24 << 10;

  private static final int LONGEST_URI = 2_048;
  private static final int MAX_PROTOCOLS = 40;
  private static final Set<String> SHOWN =
      Set.of(IdentityRegistry.SERVICE_TYPE, IdentityRegistry.X402_SUPPORTED);

  private final RegistryId registry;
  private final AgentHistory.State state;
  private final AgentDocument document;
  private final Optional<RegistrationFile> file;

  AgentRecord(RegistryId registry, AgentHistory.State state, AgentDocument document) {
    this.registry = registry;
    this.state = state;
    this.document = document;
    this.file = document.file();
  }

  /** The name that the agent gives itself. */
  String name() {
    return file.map(RegistrationFile::name).orElse("");
  }

  /** What a search looks through, in lowercase; a NUL would end it for the database. */
  String searched() {
    return String.join(
            "\n",
            name(),
            file.map(RegistrationFile::description).orElse(""),
            String.join(" ", protocols()))
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\p{Cntrl}", " ");
  }

  /** The names of the services, and the kind of service that the chain says. */
  List<String> protocols() {
    Set<String> found = new LinkedHashSet<>(texts(s -> List.of(s.name())));
    metadata(IdentityRegistry.SERVICE_TYPE)
        .map(AgentRecord::text)
        .filter(type -> !type.isBlank() && type.length() <= 200)
        .ifPresent(found::add);
    return found.stream().limit(MAX_PROTOCOLS).toList();
  }

  /** Every value on the chain, in hex. */
  Json.Obj metadata() {
    JsonObject out = Json.object();
    state.metadata().forEach((key, value) -> out.put(key, value.hex()));
    return out.build();
  }

  /** The record. */
  Json.Obj json() {
    long chain = registry.chain().value();
    List<Json> services = services();
    return Json.object()
        .put("id", chain + ":" + state.id())
        .put("agent_id", chain + ":" + registry.address().hex() + ":" + state.id())
        .put("token_id", state.id().toString())
        .put("chain_id", chain)
        .put("name", name())
        .put("description", file.map(RegistrationFile::description).orElse(""))
        .put("image_url", nullable(file.flatMap(RegistrationFile::image)))
        .put("owner_address", state.owner().hex())
        .put("uri", nullable(Optional.of(state.uri()).filter(uri -> uri.length() <= LONGEST_URI)))
        .put("active", file.map(RegistrationFile::active).orElse(true))
        .put("x402_supported", paid())
        .put("supported_protocols", json(protocols()))
        .put("oasf_skills", json(texts(AgentService::skills)))
        .put("oasf_domains", json(texts(AgentService::domains)))
        .put("services", services)
        .put("selected_metadata", shownMetadata())
        .put("fetch_error", nullable(document.error()))
        .put("is_endpoint_verified", verifiedDomain().isPresent())
        .put("endpoint_verified_domain", nullable(verifiedDomain()))
        .put("endpoint_verification_error", nullable(file.flatMap(this::unnamed)))
        .put("total_score", 0)
        .put("star_count", 0)
        .put("total_feedbacks", 0)
        .put("created_at", Instant.ofEpochSecond(state.created()).toString())
        .put("updated_at", Instant.ofEpochSecond(state.updated()).toString())
        .put("last_indexed_block", state.block())
        .put("last_indexed_at", Instant.ofEpochSecond(state.updated()).toString())
        .build();
  }

  /** ERC-8004, endpoint domain verification: the host that serves a file which names the agent. */
  private Optional<String> verifiedDomain() {
    return file.filter(shown -> unnamed(shown).isEmpty()).flatMap(_ -> host(state.uri()));
  }

  private static Optional<String> host(String uri) {
    // There is a file, so that the URI is one of those that can be read.
    return AgentUri.parse(uri) instanceof AgentUri.Web web
        ? Optional.of(web.uri().getHost().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** Why the file is not known to be this agent's. */
  private Optional<String> unnamed(RegistrationFile shown) {
    if (shown.names(new AgentRegistration(registry, state.id()))) {
      return Optional.empty();
    }
    return Optional.of(
        shown.registrations().isEmpty()
            ? "the registration file names no agent"
            : "the registration file names other agents");
  }

  /** The chain's word counts for more than the file's. */
  private boolean paid() {
    return metadata(IdentityRegistry.X402_SUPPORTED)
        .map(IdentityRegistry.flag(true)::equals)
        .orElseGet(() -> file.map(RegistrationFile::x402Support).orElse(false));
  }

  private List<Json> services() {
    List<Json> all =
        file.map(RegistrationFile::services).orElse(List.of()).stream()
            .<Json>map(RegistrationFile::service)
            .toList();
    List<Json> kept = new ArrayList<>();
    int length = 0;
    for (Json service : all) {
      length += service.text().length();
      if (length > MAX_SERVICES) {
        break;
      }
      kept.add(service);
    }
    return kept;
  }

  private Json.Obj shownMetadata() {
    JsonObject out = Json.object();
    state
        .metadata()
        .forEach(
            (key, value) -> {
              if (SHOWN.contains(key)) {
                out.put(key, key.equals(IdentityRegistry.SERVICE_TYPE) ? text(value) : value.hex());
              }
            });
    return out.build();
  }

  private Optional<HexBytes> metadata(String key) {
    return Optional.ofNullable(state.metadata().get(key));
  }

  /** Distinct texts of all services, few enough for a list. */
  private List<String> texts(Function<AgentService, List<String>> part) {
    return file.map(RegistrationFile::services).orElse(List.of()).stream()
        .flatMap(service -> part.apply(service).stream())
        .distinct()
        .limit(MAX_PROTOCOLS - 1)
        .toList();
  }

  private static String text(HexBytes value) {
    // Malformed UTF-8 becomes replacement characters, so that there is always a JSON text.
    return new String(value.bytes(), StandardCharsets.UTF_8);
  }

  private static List<Json> json(List<String> texts) {
    return texts.stream().<Json>map(Json::of).toList();
  }

  private static Json nullable(Optional<String> text) {
    return text.<Json>map(Json::of).orElseGet(Json.Null::new);
  }
}
