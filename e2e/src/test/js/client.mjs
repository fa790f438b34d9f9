// The reference client: asks once, pays when told to, and prints what it got as one line of JSON.
// Environment: CHAIN, KEY, URL, METHOD.
import { ExactEvmScheme } from "@x402/evm/exact/client";
import { wrapFetchWithPayment, x402Client } from "@x402/fetch";
import { privateKeyToAccount } from "viem/accounts";

const { CHAIN, KEY, URL: url, METHOD } = process.env;
const sent = [];
const noted = (input, init) => {
  const request = new Request(input, init);
  sent.push(request.headers.get("PAYMENT-SIGNATURE"));
  return fetch(request);
};
const client = x402Client.fromConfig({
  schemes: [
    { network: `eip155:${CHAIN}`, client: new ExactEvmScheme(privateKeyToAccount(KEY)) },
  ],
  spendControls: false,
});
const response = await wrapFetchWithPayment(noted, client)(url, { method: METHOD });
console.log(
  JSON.stringify({
    status: response.status,
    paymentResponse: response.headers.get("PAYMENT-RESPONSE") ?? "",
    payment: sent.at(-1) ?? "",
    requests: sent.length,
    body: await response.text(),
  }),
);
