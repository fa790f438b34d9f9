package org.obol.discovery.onchain;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.discovery.indexer.ListedAgent;
import org.obol.discovery.onchain.Finding.Check;
import org.obol.discovery.onchain.RegistrationFiles.Found;
import org.obol.discovery.registry.AgentId;
import org.obol.discovery.registry.AgentRegistration;
import org.obol.discovery.registry.AgentService;
import org.obol.discovery.registry.AgentUri;
import org.obol.discovery.registry.IdentityRegistry;
import org.obol.discovery.registry.RegistrationFetch.Tie;
import org.obol.discovery.registry.RegistrationFile;
import org.obol.discovery.registry.SellerProfile;
import org.obol.discovery.router.Member;

/** Follows one agent from the chain to its catalogs; an index's word counts for nothing here. */
final class ReadAgent {

  private static final int MAX_CATALOGS = 3;
  private static final int LONGEST_URI = 2_048;

  /** Public nodes count requests; the files' hosts, which are many, are asked by more at once. */
  private static final int CHAIN_AT_ONCE = 16;

  private final IdentityRegistry registry;
  private final Semaphore chain = new Semaphore(CHAIN_AT_ONCE);
  private final RegistrationFiles files;
  private final boolean allowPrivate;

  /**
   * @param allowPrivate whether addresses without https are asked for catalogs
   */
  ReadAgent(IdentityRegistry registry, RegistrationFiles files, boolean allowPrivate) {
    this.registry = registry;
    this.files = files;
    this.allowPrivate = allowPrivate;
  }

  /**
   * The agent now.
   *
   * @throws org.obol.evm.RpcException when the node does not answer
   */
  ChainAgent read(ListedAgent listed) {
    var agent = new AgentRegistration(registry.id(), listed.agent());
    OnChain there = onChain(listed.agent());
    Optional<Address> owner = there.owner();
    if (owner.isEmpty()) {
      return new ChainAgent(
          agent,
          owner,
          Optional.empty(),
          "",
          "",
          List.of(Finding.contradicted(Check.AGENT, "the chain has no agent " + listed.agent())),
          List.of());
    }
    String uri = there.uri();
    List<Finding> findings = new ArrayList<>();
    findings.add(owned(agent, owner.get(), listed, uri));
    Optional<RegistrationFile> file = file(uri, findings);
    file.ifPresent(shown -> findings.add(namesAgent(shown, agent, Check.NAMES_AGENT, "the file")));
    return new ChainAgent(
        agent,
        owner,
        there.wallet(),
        uri.length() <= LONGEST_URI ? uri : uri.substring(0, uri.indexOf(',') + 1) + "…",
        file.map(RegistrationFile::name).orElse(""),
        findings,
        file.map(shown -> links(shown, agent, findings)).orElse(List.of()));
  }

  private record OnChain(Optional<Address> owner, String uri, Optional<Address> wallet) {}

  private OnChain onChain(AgentId agent) {
    chain.acquireUninterruptibly();
    try {
      Optional<Address> owner = registry.ownerOf(agent);
      return owner.isEmpty()
          ? new OnChain(owner, "", Optional.empty())
          : new OnChain(owner, registry.agentUri(agent), registry.wallet(agent));
    } finally {
      chain.release();
    }
  }

  private static Finding owned(
      AgentRegistration agent, Address owner, ListedAgent listed, String uri) {
    boolean stale =
        !owner.equals(listed.owner()) || listed.uri().filter(u -> !u.equals(uri)).isPresent();
    return Finding.proven(
        Check.AGENT,
        "agent %s of %s belongs to %s%s"
            .formatted(
                agent.agent(),
                agent.registry(),
                owner.checksummed(),
                stale ? "; the index has another owner or URI, which does not count" : ""));
  }

  private Optional<RegistrationFile> file(String uri, List<Finding> findings) {
    AgentUri parsed;
    try {
      parsed = AgentUri.parse(uri);
    } catch (IllegalArgumentException e) {
      findings.add(Finding.claimed(Check.FILE, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
    return switch (files.at(parsed)) {
      case Found.Missing(var why) -> {
        findings.add(Finding.claimed(Check.FILE, "the file cannot be had: " + why));
        yield Optional.empty();
      }
      case Found.Shown(var file, var tie) -> {
        findings.add(tied(tie));
        yield Optional.of(file);
      }
    };
  }

  private static Finding tied(Tie tie) {
    return switch (tie) {
      case INLINE -> Finding.proven(Check.FILE, "the chain holds the file");
      case HASH -> Finding.proven(Check.FILE, "the chain holds the file's hash");
      case ADDRESS -> Finding.proven(Check.FILE, "the address on the chain shows the file now");
      case GATEWAY ->
          Finding.claimed(
              Check.FILE,
              "the IPFS gateway's word, not checked: its content identifier is no"
                  + " sha2-256 of one block");
    };
  }

  /** A file that names others of this registry is theirs; one that names nobody is anybody's. */
  private static Finding namesAgent(
      RegistrationFile file, AgentRegistration agent, Check check, String what) {
    if (file.names(agent)) {
      return Finding.proven(check, what + " names agent " + agent.agent() + " of this registry");
    }
    return file.registrations().isEmpty()
        ? Finding.claimed(check, what + " names no agent")
        : Finding.contradicted(check, what + " names other agents, and not agent " + agent.agent());
  }

  private List<ChainAgent.Link> links(
      RegistrationFile file, AgentRegistration agent, List<Finding> findings) {
    if (!file.active()) {
      findings.add(Finding.claimed(Check.CATALOG, "the file says that the agent is closed"));
      return List.of();
    }
    boolean named = !file.services(SellerProfile.CATALOG_SERVICE).isEmpty();
    Stream<String> addresses =
        named
            ? file.services(SellerProfile.CATALOG_SERVICE).stream().map(AgentService::endpoint)
            : file.services("web").stream().flatMap(web -> origin(web.endpoint()).stream());
    List<ChainAgent.Link> links = new ArrayList<>();
    addresses
        .distinct()
        .limit(MAX_CATALOGS)
        .forEach(
            address ->
                member(address, findings)
                    .ifPresent(member -> links.add(link(member, named, agent))));
    if (links.isEmpty()) {
      findings.add(Finding.claimed(Check.CATALOG, "the file names no catalog that can be asked"));
    }
    return links;
  }

  private ChainAgent.Link link(Member catalog, boolean named, AgentRegistration agent) {
    return new ChainAgent.Link(
        catalog,
        named
            ? Finding.proven(Check.CATALOG, "the file names the catalog " + catalog.catalog())
            : Finding.claimed(
                Check.CATALOG, "no catalog is named; this is the usual place of the service web"),
        originOf(catalog, agent));
  }

  /** ERC-8004, endpoint domain verification. */
  private Finding originOf(Member catalog, AgentRegistration agent) {
    URI place = catalog.catalog().resolve(RegistrationFile.WELL_KNOWN);
    return switch (files.at(new AgentUri.Web(place))) {
      case Found.Missing(var why) ->
          Finding.claimed(Check.ORIGIN, "the catalog's origin shows no registration file: " + why);
      case Found.Shown(var file, _) ->
          namesAgent(file, agent, Check.ORIGIN, "the catalog's origin");
    };
  }

  private Optional<Member> member(String address, List<Finding> findings) {
    try {
      var member = new Member("catalog", URI.create(address));
      if (allowPrivate || member.url().getScheme().toLowerCase(Locale.ROOT).equals("https")) {
        return Optional.of(member);
      }
      findings.add(Finding.claimed(Check.CATALOG, "a catalog that is not https is not asked"));
    } catch (IllegalArgumentException | ObolException e) {
      findings.add(Finding.claimed(Check.CATALOG, "the file names a catalog at no web address"));
    }
    return Optional.empty();
  }

  private static Optional<String> origin(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      return uri.getHost() == null
          ? Optional.empty()
          : Optional.of(uri.getScheme() + "://" + uri.getRawAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
