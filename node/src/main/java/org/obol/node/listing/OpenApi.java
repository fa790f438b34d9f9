package org.obol.node.listing;

import java.math.BigDecimal;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * {@code /openapi.json}: the routes of the datasets as OpenAPI 3.1, each paid one with what it
 * costs in {@code x-payment-info}, which indexes of x402 read.
 */
public final class OpenApi {

  private static final int DOLLAR_DECIMALS = 6;

  private OpenApi() {}

  /** The document. */
  public static Json.Obj of(Storefront front) {
    JsonObject paths = Json.object();
    for (Listed dataset : front.datasets()) {
      String route = "/dataset/" + dataset.id();
      dataset
          .price()
          .ifPresent(
              priced -> paths.put(route + "/join/paid", path("post", join(dataset, priced))));
      paths.put(route + "/download", path("get", download(dataset)));
    }
    paths.put("/api/services.json", path("get", catalog()));
    Json.Obj info =
        Json.object()
            .put("title", "Datasets")
            .put("version", "1")
            .put("x-guidance", "Read " + front.site().at("/skill.md") + " to buy a dataset.")
            .build();
    return Json.object()
        .put("openapi", "3.1.0")
        .put("info", info)
        .put("servers", List.of(Json.object().put("url", front.site().base()).build()))
        .put("paths", paths.build())
        .put("components", components())
        .put(
            "x-agentcash-guidance",
            Json.object().put("llmsTxtUrl", front.site().at("/llms.txt").toString()).build())
        .build();
  }

  private static Json.Obj join(Listed dataset, Listed.Priced priced) {
    JsonObject operation =
        Json.object()
            .put("operationId", "join_" + dataset.id())
            .put("summary", "Pay for access to dataset " + dataset.id())
            .put("description", dataset.description())
            .put("security", List.of())
            .put("parameters", List.of(version()))
            .put("requestBody", content(type("object")));
    dataset
        .version()
        .filter(version -> isDollar(priced.price().token()))
        .map(version -> paymentInfo(priced.total(version.entry().size())))
        .ifPresent(info -> operation.put("x-payment-info", info));
    return operation
        .put(
            "responses",
            Json.object()
                .put("200", answer("The token that opens what was paid for", token()))
                .put(
                    "402",
                    answer("Payment required, in the header PAYMENT-REQUIRED", type("object")))
                .build())
        .build();
  }

  /** What a token calls itself makes it no dollar. */
  private static boolean isDollar(Token token) {
    return KnownTokens.USDC
        .on(token.chain())
        .filter(usdc -> usdc.address().equals(token.address()))
        .isPresent();
  }

  private static Json.Obj paymentInfo(BigDecimal dollars) {
    BigDecimal amount = dollars.setScale(Math.max(DOLLAR_DECIMALS, dollars.scale()));
    return Json.object()
        .put(
            "price",
            Json.object()
                .put("mode", "fixed")
                .put("currency", "USD")
                .put("amount", amount.toPlainString())
                .build())
        .put("protocols", List.of(Json.object().put("x402", Json.object().build()).build()))
        .build();
  }

  private static Json.Obj download(Listed dataset) {
    return Json.object()
        .put("operationId", "download_" + dataset.id())
        .put("summary", "The bytes of a version of dataset " + dataset.id())
        .put("security", List.of(scheme("member"), scheme("password")))
        .put("parameters", List.of(version()))
        .put(
            "responses",
            Json.object()
                .put("200", Json.object().put("description", "The file").build())
                .put("401", Json.object().put("description", "A member token is needed").build())
                .build())
        .build();
  }

  private static Json.Obj catalog() {
    return Json.object()
        .put("operationId", "catalog")
        .put("summary", "Every offer of this node")
        .put("security", List.of())
        .put("responses", Json.object().put("200", answer("The catalog", type("object"))).build())
        .build();
  }

  private static Json.Obj components() {
    return Json.object()
        .put(
            "securitySchemes",
            Json.object()
                .put("member", Json.object().put("type", "http").put("scheme", "bearer").build())
                .put("password", Json.object().put("type", "http").put("scheme", "basic").build())
                .build())
        .build();
  }

  private static Json.Obj token() {
    return Json.object()
        .put("type", "object")
        .put(
            "properties",
            Json.object().put("token", type("string")).put("version", type("integer")).build())
        .put("required", List.of(Json.of("token")))
        .build();
  }

  private static Json.Obj version() {
    return Json.object()
        .put("name", "version")
        .put("in", "query")
        .put("description", "Number of the version; without it the newest")
        .put("schema", Json.object().put("type", "integer").put("minimum", 1).build())
        .build();
  }

  private static Json.Obj answer(String description, Json.Obj schema) {
    return Json.object().put("description", description).put("content", json(schema)).build();
  }

  private static Json.Obj content(Json.Obj schema) {
    return Json.object().put("required", false).put("content", json(schema)).build();
  }

  private static Json.Obj json(Json.Obj schema) {
    return Json.object()
        .put("application/json", Json.object().put("schema", schema).build())
        .build();
  }

  private static Json.Obj path(String method, Json.Obj operation) {
    return Json.object().put(method, operation).build();
  }

  private static Json.Obj type(String name) {
    return Json.object().put("type", name).build();
  }

  private static Json.Obj scheme(String name) {
    return Json.object().put(name, List.of()).build();
  }
}
