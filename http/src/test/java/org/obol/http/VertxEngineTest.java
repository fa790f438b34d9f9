package org.obol.http;

class VertxEngineTest extends HttpEngineContractTest {

  @Override
  HttpEngine engine() {
    return new VertxEngine();
  }
}
