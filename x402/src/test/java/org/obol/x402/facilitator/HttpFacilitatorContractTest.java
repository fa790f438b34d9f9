package org.obol.x402.facilitator;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The contract over HTTP: our client in front of our server's side. */
final class HttpFacilitatorContractTest extends FacilitatorContractTest {

  private final Deque<Runnable> closing = new ArrayDeque<>();

  @Override
  Facilitator open(Facilitator embedded) throws IOException {
    var server = new ApiServer(new FacilitatorApi(embedded));
    closing.push(server::close);
    var client = new HttpFacilitator(HttpFacilitatorConfig.of(server.uri()));
    closing.push(client::close);
    return client;
  }

  @Override
  void close() {
    closing.forEach(Runnable::run);
  }
}
