// The reference server: GET /data for a price. Environment: FACILITATOR, CHAIN, TOKEN, PAY_TO, PRICE.
import { HTTPFacilitatorClient, x402ResourceServer } from "@x402/core/server";
import { ExactEvmScheme } from "@x402/evm/exact/server";
import { paymentMiddleware } from "@x402/express";
import express from "express";
import { serve } from "./serve.mjs";

const { FACILITATOR, CHAIN, TOKEN, PAY_TO, PRICE } = process.env;
const network = `eip155:${CHAIN}`;
const resources = new x402ResourceServer(
  new HTTPFacilitatorClient({ url: FACILITATOR }),
).register(network, new ExactEvmScheme());
const accepts = {
  scheme: "exact",
  network,
  payTo: PAY_TO,
  maxTimeoutSeconds: 120,
  price: { amount: PRICE, asset: TOKEN, extra: { name: "USDC", version: "2" } },
};

const app = express();
app.use(
  paymentMiddleware(
    { "GET /data": { accepts, description: "data", mimeType: "application/json" } },
    resources,
  ),
);
app.get("/data", (request, response) => response.json({ served: true }));
serve(app);
