// What a facilitator that catalogues routes makes of a payment. Environment: PAYMENT, the header.
import {
  extractDiscoveryInfo,
  validateDiscoveryExtension,
  validateDiscoveryExtensionSpec,
} from "@x402/extensions/bazaar";

const payment = JSON.parse(Buffer.from(process.env.PAYMENT, "base64").toString("utf8"));
const { bazaar } = payment.extensions;
const { resourceUrl, method, discoveryInfo } = extractDiscoveryInfo(payment, payment.accepted);
console.log(
  JSON.stringify({
    schema: validateDiscoveryExtension(bazaar),
    form: validateDiscoveryExtensionSpec(bazaar),
    resourceUrl,
    method,
    input: discoveryInfo.input,
  }),
);
