// The reference facilitator. Environment: RPC, CHAIN, KEY (pays for gas).
import { x402Facilitator } from "@x402/core/facilitator";
import { toFacilitatorEvmSigner } from "@x402/evm";
import { registerExactEvmScheme } from "@x402/evm/exact/facilitator";
import express from "express";
import { createWalletClient, defineChain, http, publicActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { serve } from "./serve.mjs";

const { RPC, CHAIN, KEY } = process.env;
const chain = defineChain({
  id: Number(CHAIN),
  name: "local",
  nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
  rpcUrls: { default: { http: [RPC] } },
});
const account = privateKeyToAccount(KEY);
const wallet = createWalletClient({
  account,
  chain,
  transport: http(RPC),
  pollingInterval: 25,
  cacheTime: 0,
}).extend(publicActions);
const asked = [
  "readContract",
  "verifyTypedData",
  "writeContract",
  "sendTransaction",
  "waitForTransactionReceipt",
  "getCode",
];
const signer = toFacilitatorEvmSigner({
  address: account.address,
  ...Object.fromEntries(asked.map((name) => [name, (question) => wallet[name](question)])),
});
const facilitator = registerExactEvmScheme(new x402Facilitator(), {
  signer,
  networks: `eip155:${CHAIN}`,
});

const app = express();
app.use(express.json());
app.get("/supported", (request, response) => response.json(facilitator.getSupported()));
for (const name of ["verify", "settle"]) {
  app.post(`/${name}`, async ({ body }, response) => {
    response.json(await facilitator[name](body.paymentPayload, body.paymentRequirements));
  });
}
serve(app);
