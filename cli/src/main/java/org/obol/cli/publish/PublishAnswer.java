package org.obol.cli.publish;

import java.util.ArrayList;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Figures;
import org.obol.cli.sale.PriceTag;
import org.obol.cli.sale.Selling;
import org.obol.crypto.Json;
import org.obol.ledger.Dataset.Membership;
import org.obol.node.Node;
import org.obol.node.NodeConfig;

/** What is said when a node is ready. */
final class PublishAnswer {

  private PublishAnswer() {}

  static Answer ready(Node node, NodeConfig config, Selling selling) {
    List<String> lines = new ArrayList<>();
    for (Node.Served served : node.served()) {
      lines.add(
          "Serving "
              + served.id()
              + "  "
              + Figures.plural(served.versions(), "version")
              + "  membership "
              + served.membership().label()
              + "  owner "
              + served.owner());
    }
    lines.addAll(selling.lines());
    lines.add("Public URL: " + node.publicUrl());
    lines.add("Admin: " + node.adminAddress() + " (this machine only)");
    config.cloudflared().ifPresent(path -> lines.add("Opening a tunnel with cloudflared …"));
    selling.tags().stream()
        .findFirst()
        .ifPresent(tag -> lines.add("A buyer pays with: " + purchase(node, tag)));
    lines.add(
        "A buyer joins with: obol buy dataset "
            + node.publicUrl()
            + " --id "
            + config.datasets().getFirst()
            + " --device");
    lines.add(
        node.served().stream().allMatch(served -> served.membership() == Membership.OPEN)
            ? "Whoever asks is let in."
            : "You let them in with: obol dataset approve <user-code>");
    return Answer.of(json(node, config, selling), lines);
  }

  private static String purchase(Node node, PriceTag tag) {
    return "obol buy dataset "
        + node.publicUrl()
        + " --id "
        + tag.dataset().id()
        + " --join --owner "
        + tag.dataset().owner().checksummed();
  }

  private static Json.Obj json(Node node, NodeConfig config, Selling selling) {
    return Json.object()
        .put("public_url", node.publicUrl().toString())
        .put("port", node.port())
        .put("local_addr", node.adminAddress())
        .put("datasets", config.datasets().stream().map(id -> Json.of(id.text())).toList())
        .putIfPresent("sale", selling.json())
        .build();
  }
}
