package org.obol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.node.NodeFixture.PI;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionErrorResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.dataset.entitlement.UserCode;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.DeviceCodes;
import org.obol.node.NodeFixture.Member;
import org.obol.node.Wire.Answer;

/** RFC 8628, 7009, 7662 and 8414, with Nimbus as an independent client. */
final class OAuthDialectTest {

  private static final ClientID CLIENT = new ClientID("trainer-7");

  private final NodeFixture fixture;
  private final Node node;
  private final AuthorizationServerMetadata server;

  OAuthDialectTest(@TempDir Path temp) throws Exception {
    fixture = NodeFixture.published(temp, 2);
    fixture.publish(NodeFixture.OTHER, NodeFixture.rows(4, 4));
    node = fixture.start(new Options(PI, NodeFixture.OTHER));
    server =
        AuthorizationServerMetadata.parse(
            Wire.get(node.port(), "/.well-known/oauth-authorization-server").text());
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private static HTTPResponse send(HTTPRequest request) throws IOException {
    return request.send();
  }

  private DeviceAuthorizationSuccessResponse open() throws Exception {
    var request =
        new DeviceAuthorizationRequest.Builder(CLIENT)
            .scope(new Scope("dataset:pi-sessions"))
            .endpointURI(server.getDeviceAuthorizationEndpointURI())
            .build();
    return DeviceAuthorizationSuccessResponse.parse(send(request.toHTTPRequest()));
  }

  private HTTPResponse poll(DeviceCode code, ClientID client) throws Exception {
    var grant = new DeviceCodeGrant(code);
    var request = new TokenRequest.Builder(server.getTokenEndpointURI(), client, grant).build();
    return send(request.toHTTPRequest());
  }

  private void requireError(HTTPResponse response, String code) throws Exception {
    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(response.getCacheControl()).isEqualTo("no-store");
    assertThat(TokenErrorResponse.parse(response).getErrorObject().getCode()).isEqualTo(code);
  }

  private DeviceCodes.Decision approve(DeviceAuthorizationSuccessResponse opened) {
    return fixture.elsewhere(
        tx ->
            new DeviceCodes(tx)
                .approve(
                    new UserCode(opened.getUserCode().getValue()),
                    PI,
                    VersionRange.upTo(2),
                    org.obol.dataset.entitlement.Entitlement.Source.APPROVED,
                    fixture.clock.instant()));
  }

  private AccessToken granted() throws Exception {
    var opened = open();
    assertThat(approve(opened)).isEqualTo(DeviceCodes.Decision.DONE);
    return TokenResponse.parse(poll(opened.getDeviceCode(), CLIENT))
        .toSuccessResponse()
        .getTokens()
        .getAccessToken();
  }

  @Test
  void theMetadataNamesEveryEndpoint() {
    String base = "http://127.0.0.1:" + node.port();
    assertThat(server.getIssuer().getValue()).isEqualTo(base);
    assertThat(server.getTokenEndpointURI()).isEqualTo(URI.create(base + "/oauth/token"));
    assertThat(server.getRevocationEndpointURI()).isEqualTo(URI.create(base + "/oauth/revoke"));
    assertThat(server.getIntrospectionEndpointURI())
        .isEqualTo(URI.create(base + "/oauth/introspect"));
    assertThat(server.getResponseTypes()).isEmpty();
    assertThat(server.getGrantTypes())
        .containsExactly(com.nimbusds.oauth2.sdk.GrantType.DEVICE_CODE);
    assertThat(server.getScopes().toStringList())
        .containsExactly("dataset:pi-sessions", "dataset:other.set-2");
  }

  @Test
  void theWholeFlowEndsWithATokenThatDownloads() throws Exception {
    var opened = open();
    assertThat(opened.getLifetime()).isEqualTo(900);
    assertThat(opened.getInterval()).isEqualTo(5);
    assertThat(opened.getVerificationURIComplete().toString())
        .isEqualTo(opened.getVerificationURI() + "?user_code=" + opened.getUserCode());
    requireError(poll(opened.getDeviceCode(), CLIENT), "authorization_pending");
    assertThat(approve(opened)).isEqualTo(DeviceCodes.Decision.DONE);
    HTTPResponse response = poll(opened.getDeviceCode(), CLIENT);
    assertThat(response.getCacheControl()).isEqualTo("no-store");
    AccessToken token =
        TokenResponse.parse(response).toSuccessResponse().getTokens().getAccessToken();
    assertThat(token).isInstanceOf(BearerAccessToken.class);
    assertThat(token.getScope().toStringList()).containsExactly("dataset:pi-sessions");
    requireError(poll(opened.getDeviceCode(), CLIENT), "invalid_grant");
    Answer file =
        Wire.get(
            node.port(),
            "/dataset/pi-sessions/download",
            "Authorization: " + token.toAuthorizationHeader());
    assertThat(file.text()).isEqualTo(NodeFixture.rows(2, 20));
  }

  @Test
  void pollingTooOftenAddsFiveSecondsEachTimeForGood() throws Exception {
    DeviceCode code = open().getDeviceCode();
    requireError(poll(code, CLIENT), "authorization_pending");
    fixture.clock.forward(Duration.ofSeconds(4));
    requireError(poll(code, CLIENT), "slow_down");
    fixture.clock.forward(Duration.ofSeconds(9));
    requireError(poll(code, CLIENT), "slow_down");
    fixture.clock.forward(Duration.ofSeconds(14));
    requireError(poll(code, CLIENT), "slow_down");
    fixture.clock.forward(Duration.ofSeconds(20));
    requireError(poll(code, CLIENT), "authorization_pending");
    fixture.clock.forward(Duration.ofSeconds(19));
    requireError(poll(code, CLIENT), "slow_down");
  }

  @Test
  void aDeniedCodeIsAccessDenied() throws Exception {
    var opened = open();
    fixture.elsewhere(
        tx ->
            new DeviceCodes(tx)
                .deny(new UserCode(opened.getUserCode().getValue()), PI, fixture.clock.instant()));
    requireError(poll(opened.getDeviceCode(), CLIENT), OAuth2Error.ACCESS_DENIED.getCode());
  }

  @Test
  void anExpiredCodeIsExpiredAlsoWhenItWasApproved() throws Exception {
    var opened = open();
    assertThat(approve(opened)).isEqualTo(DeviceCodes.Decision.DONE);
    fixture.clock.forward(Duration.ofMinutes(15));
    requireError(poll(opened.getDeviceCode(), CLIENT), "expired_token");
  }

  @Test
  void aCodeIsGoodForTheClientThatAskedOnly() throws Exception {
    var opened = open();
    assertThat(approve(opened)).isEqualTo(DeviceCodes.Decision.DONE);
    requireError(poll(opened.getDeviceCode(), new ClientID("thief")), "invalid_grant");
    assertThat(poll(opened.getDeviceCode(), CLIENT).getStatusCode()).isEqualTo(200);
  }

  @Test
  void wrongRequestsGetTheErrorsOfTheStandard() throws IOException {
    String token = "/oauth/token";
    String grant = "urn:ietf:params:oauth:grant-type:device_code";
    Map<String, Map<String, String>> wrong =
        Map.of(
            "unsupported_grant_type",
            Map.of("grant_type", "client_credentials", "client_id", "c"),
            "invalid_request",
            Map.of("grant_type", grant, "client_id", "c"),
            "invalid_grant",
            Map.of("grant_type", grant, "client_id", "c", "device_code", "made-up"));
    for (var each : wrong.entrySet()) {
      Answer answer = Wire.postForm(node.port(), token, each.getValue());
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo(each.getKey());
      assertThat(answer.json().members()).containsOnlyKeys("error", "error_description");
    }
    String ask = "/oauth/device_authorization";
    assertThat(Wire.postForm(node.port(), ask, Map.of("scope", "dataset:pi-sessions")).error())
        .isEqualTo("invalid_request");
    assertThat(
            Wire.postForm(node.port(), ask, Map.of("client_id", "c", "scope", "dataset:none"))
                .error())
        .isEqualTo("invalid_scope");
    assertThat(Wire.postForm(node.port(), ask, Map.of("client_id", "c")).error())
        .isEqualTo("invalid_request");
    assertThat(Wire.postJson(node.port(), ask, "{\"client_id\":\"c\"}").error())
        .isEqualTo("invalid_request");
    assertThat(
            Wire.send(
                    node.port(),
                    "POST",
                    ask,
                    "client_id=a&client_id=b".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    "Content-Type: application/x-www-form-urlencoded")
                .error())
        .isEqualTo("invalid_request");
  }

  /** It is stored with the code, a thousand of which may be open. */
  @Test
  void aLongClientIdIsRefused() throws IOException {
    Answer answer =
        Wire.postForm(
            node.port(),
            "/oauth/device_authorization",
            Map.of("client_id", "c".repeat(60_000), "scope", "dataset:pi-sessions"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("invalid_request");
  }

  @Test
  void aRevokedTokenIsDeadAndRevokingTwiceIsNoError() throws Exception {
    AccessToken token = granted();
    var request = new TokenRevocationRequest(server.getRevocationEndpointURI(), CLIENT, token);
    for (int i = 0; i < 2; i++) {
      assertThat(send(request.toHTTPRequest()).getStatusCode()).isEqualTo(200);
    }
    assertThat(
            Wire.get(
                    node.port(),
                    "/dataset/pi-sessions/download",
                    "Authorization: " + token.toAuthorizationHeader())
                .status())
        .isEqualTo(403);
  }

  private HTTPResponse introspect(BearerAccessToken caller, AccessToken token) throws Exception {
    return send(
        new TokenIntrospectionRequest(server.getIntrospectionEndpointURI(), caller, token)
            .toHTTPRequest());
  }

  @Test
  void aMemberCanAskAboutATokenOfItsDataset() throws Exception {
    AccessToken token = granted();
    var answer =
        TokenIntrospectionSuccessResponse.parse(
            introspect(new BearerAccessToken(token.getValue()), token));
    assertThat(answer.isActive()).isTrue();
    assertThat(answer.getScope().toStringList()).containsExactly("dataset:pi-sessions");
    assertThat(answer.getIssueTime().toInstant()).isEqualTo(fixture.clock.instant());
    assertThat(answer.getStringParameter("dataset")).isEqualTo("pi-sessions");
  }

  @Test
  void tokensOfOthersAndDeadOnesAreInactiveAndTellNothingMore() throws Exception {
    Member asker = fixture.member(2);
    Member foreign = fixture.member(NodeFixture.OTHER, VersionRange.upTo(1));
    Member revoked = fixture.member(2);
    fixture.revoke(revoked);
    for (String token : new String[] {foreign.token(), revoked.token(), "made-up"}) {
      HTTPResponse response =
          introspect(new BearerAccessToken(asker.token()), new BearerAccessToken(token));
      assertThat(TokenIntrospectionSuccessResponse.parse(response).isActive()).isFalse();
      assertThat(response.getBody()).isEqualToIgnoringNewLines("{\"active\":false}");
    }
  }

  @Test
  void whoIsNoMemberMayNotIntrospect() throws Exception {
    Member member = fixture.member(2);
    Member revoked = fixture.member(2);
    fixture.revoke(revoked);
    for (String asker : new String[] {"made-up", revoked.token()}) {
      HTTPResponse response =
          introspect(new BearerAccessToken(asker), new BearerAccessToken(member.token()));
      assertThat(response.getStatusCode()).isEqualTo(401);
      assertThat(response.getWWWAuthenticate()).isEqualTo("Bearer");
      assertThat(TokenIntrospectionErrorResponse.parse(response).indicatesSuccess()).isFalse();
    }
    Json.Obj anonymous =
        Wire.postForm(node.port(), "/oauth/introspect", Map.of("token", member.token())).json();
    assertThat(anonymous.text("error")).contains("invalid_client");
  }
}
