package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Typed data against separators of deployed tokens, published type hashes and a signature. */
final class Eip712Test {

  @ParameterizedTest
  @CsvSource({
    "USD Coin, 8453, 0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913,"
        + "0x02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f",
    "USDC, 84532, 0x036CbD53842c5426634e7929541eC2318f3dCF7e,"
        + "0x71f17a3b2ff373b803d70a5a07c046c1a2bc8e89c09ef722fcb047abe94c9818",
    "USD Coin, 84532, 0x036CbD53842c5426634e7929541eC2318f3dCF7e,"
        + "0x2f5ab5eec6c6d261a8ad2b303ae4ef05c8509de2250e072c3a2df0ad7f9f068b",
    "USD Coin, 1, 0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48,"
        + "0x06c37168a7db5138defc7866392bb87a741f9b3d104deb5094588ce041cae335",
    "USDC, 11155111, 0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238,"
        + "0xb90e5057db141a932946e64d09ccb7ffc9b00bd79fec26f698d29af0c83320a6",
    "USD Coin, 137, 0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359,"
        + "0xcaa2ce1a5703ccbe253a34eb3166df60a705c561b44b192061e28f2a985be2ca",
    "USDC, 80002, 0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582,"
        + "0x5cddc98319864e897e4469bd1d13c2288c677047b54b8cca12bd342adb6be9eb",
    "USD Coin, 43114, 0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E,"
        + "0xbbea200329a938bc3438984a49cb0732e66d66d7bd59c127abacc1710e77f7b3",
    "USD Coin, 43113, 0x5425890298aed601595a70AB815c96711a31Bc65,"
        + "0xfe9fa105a0e9629446730e544caa6b8d05d8d4fc93451750dc50e2ddd6d374b3",
    "USD Coin, 42161, 0xaf88d065e77c8cC2239327C5EDb3A432268e5831,"
        + "0x08d11903f8419e68b1b8721bcbe2e9fc68569122a77ef18c216f10b3b5112c78",
    "USD Coin, 421614, 0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d,"
        + "0x85944e1292d007732838d6eadfa67589b78ffcededbd4df60488d0af251308bb",
    "USD Coin, 10, 0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85,"
        + "0x26d9c34bb1a1c312f69c53b2d93b8be20faafba63af2438c6811713c9b1f933f",
    "USDC, 11155420, 0x5fd84259d66Cd46123540766Be93DFE6D43130D7,"
        + "0x09d038a3e46040fc37eb01174dbbcdb7981fbd8eafd9e1a857b1c67805dfb29e",
    "USDC, 143, 0x754704Bc059F8C67012fEd69BC8A327a5aafb603,"
        + "0xfe22123edc0dd4aeb912eb7948c5f0e531592c2053b3067612f427db342c93c6"
  })
  void the_domain_of_a_token_has_its_separator(
      String name, long chainId, String token, String separator) {
    var domain = Eip712Domain.of(name, "2", chainId, Address.parse(token));
    assertThat(domain.separator()).hasToString(separator);
  }

  @Test
  void a_domain_without_a_contract_has_its_separator() {
    var offer = new Eip712Domain("x402 offer", Optional.of("1"), 1, Optional.empty());
    assertThat(offer.separator())
        .hasToString("0x5dc92544087ab60aa57c539b9543f9282416b0dcf2c2ae0d4d0051052a9e61b6");
    var receipt = new Eip712Domain("x402 receipt", Optional.of("1"), 1, Optional.empty());
    assertThat(receipt.separator())
        .hasToString("0xfd7f8c81cdd24b25c99ba22e191cee41d8809abbc12e8fdbd42fddfa5bb9e406");
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, 0x8b73c3c69bb8fe3d512ecc4cf759cc79239f7b179b0ffacaa9a75d522b39400f",
    "false, true, 0x8cad95687ba82c2ce50e74f7b754645e5117c3a5bec8151c0726d5857980a866",
    "true, false, 0xc2f8787176b8ac6bf7215b4adcc1e069bf4ab82d9ab1df05a57a91d425935b6e"
  })
  void absent_fields_are_left_out_of_the_domain_type(
      boolean version, boolean contract, String hash) {
    var domain =
        new Eip712Domain(
            "x",
            version ? Optional.of("1") : Optional.empty(),
            1,
            contract
                ? Optional.of(new Address("0x000000000022d473030f116ddee9f6b43ac78ba3"))
                : Optional.empty());
    assertThat(Eip712.typeHash(domain.type())).hasToString(hash);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
            + "uint256 validBefore,bytes32 nonce)"
            + "|0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267",
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,"
            + "uint256 validBefore,bytes32 nonce)"
            + "|0xd099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8",
        "CancelAuthorization(address authorizer,bytes32 nonce)"
            + "|0x158b0a9edf7a828aad02f63cd515c68ef2f50ba807396f6d12842833a1597429",
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
            + "|0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9",
        "TokenPermissions(address token,uint256 amount)"
            + "|0x618358ac3db8dc274f0cd8829da7e234bd48cd73c4a740aede1adec9846d06a1",
        "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,"
            + "uint256 deadline)TokenPermissions(address token,uint256 amount)"
            + "|0x939c21a48a8dbe3a9a2404a1d46691e4d39f6583d6ec6b35714604c986d80106",
        "PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,"
            + "uint256 deadline)TokenPermissions(address token,uint256 amount)"
            + "|0xfcf35f5ac6a2c28868dc44c302166470266239195f02b0ee408334829333b766",
        "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,"
            + "uint256 deadline,Witness witness)TokenPermissions(address token,uint256 amount)"
            + "Witness(address to,uint256 validAfter)"
            + "|0xebc156cd23678a74c94df13d772ef5478420637f0c94bd10d509e1dc98f521c7",
        "Witness(address to,uint256 validAfter)"
            + "|0xd97b3239a7f32295517bd14cb074edfdd188dfe5eb42f802bb26d4fd1eb12c37",
        "Witness(address to,address facilitator,uint256 validAfter)"
            + "|0xd4171c445a74218b01d4fd8af34ff1106580ea1e36ff837e64484bfaa2253b75",
        "PaymentInfo(address operator,address payer,address receiver,address token,"
            + "uint120 maxAmount,uint48 preApprovalExpiry,uint48 authorizationExpiry,"
            + "uint48 refundExpiry,uint16 minFeeBps,uint16 maxFeeBps,address feeReceiver,"
            + "uint256 salt)"
            + "|0xae68ac7ce30c86ece8196b61a7c486d8f0061f575037fbd34e7fe4e2820c6591",
        "x402AuthCaptureSaltBinding(address receiverAuthorizer,address policy,uint256 saltNonce)"
            + "|0x8a2a7e41a0bda000ded071ff38b79401d2603e1826516ff2635b11fe9e30877f",
        "Void(bytes32 paymentInfoHash)"
            + "|0x80be0473b8db3dab0f581a2d5047c8427e224f5a2d7c8cf47f33c59138d5d7f6",
        "ChannelConfig(address payer,address payerAuthorizer,address receiver,"
            + "address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)"
            + "|0x1c9a06ceab9b0ebbd3301dc56c9111bb6d9af421356dc9ccb3b7084c755db308",
        "Voucher(bytes32 channelId,uint128 maxClaimableAmount)"
            + "|0x1e1bd6ff84c3e0d9029a292b212e039c0ca97ec497c55191a4a5874294609a69",
        "Refund(bytes32 channelId,uint256 nonce,uint128 amount)"
            + "|0xbe23ad087435072cd69b49cc5b92de10ee610fce7ae0ab428307972d764bb216",
        "ClaimBatch(ClaimEntry[] claims)ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,"
            + "uint128 totalClaimed)"
            + "|0x42bd57c010b870c2e96203c66341f28a6a19b4d56a74533a8eb5f706b9fd6d57",
        "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,"
            + "uint256 deadline,Witness witness)TokenPermissions(address token,uint256 amount)"
            + "Witness(address to,address facilitator,uint256 validAfter)"
            + "|0x51dff6974ad4388c499e7fcfe838d2bd767162553a144098ce20ea661d70c2ee",
        "Offer(uint256 version,string resourceUrl,string scheme,string network,string asset,"
            + "string payTo,string amount,uint256 validUntil)"
            + "|0x85143d3249b5e62ed5edd3d59a352d4e1181c775ff4f762f9c8a617f6bf1e97d",
        "Receipt(uint256 version,string network,string resourceUrl,string payer,uint256 issuedAt,"
            + "string transaction)"
            + "|0x616944bc4bb51b3d5fcbba8c559f76d57a93ac1e0d6659f1abbe95f92300c06f"
      })
  void a_type_has_its_published_hash(String type, String hash) {
    assertThat(Eip712.typeHash(type)).hasToString(hash);
  }

  @Test
  void an_authorization_has_the_digest_and_signature_of_another_implementation()
      throws IOException {
    Json.Obj vector = vector();
    Json.Obj domain = vector.object("domain").orElseThrow();
    Json.Obj fields = vector.object("authorization").orElseThrow();
    Bytes32 separator =
        Eip712Domain.of(
                domain.requireText("name"),
                domain.requireText("version"),
                domain.requireInteger("chainId"),
                Address.parse(domain.requireText("verifyingContract")))
            .separator();
    Bytes32 struct =
        Eip712.structHash(
            new Bytes32("0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267"),
            List.of(
                Eip712.word(Address.parse(fields.requireText("from"))),
                Eip712.word(Address.parse(fields.requireText("to"))),
                Eip712.word(new BigInteger(fields.requireText("value"))),
                Eip712.word(Long.parseLong(fields.requireText("validAfter"))),
                Eip712.word(Long.parseLong(fields.requireText("validBefore"))),
                Bytes32.parse(fields.requireText("nonce"))));
    Bytes32 digest = Eip712.digest(separator, struct);
    assertThat(digest).hasToString(vector.requireText("digest"));

    var key = PrivateKey.ofHex(vector.requireText("privateKey").substring(0, 66));
    byte[] signature = Secp256k1.sign(digest.bytes(), key).bytes();
    // FiatToken wants 27 or 28.
    signature[64] = (byte) (signature[64] + 27);
    assertThat("0x" + HexFormat.of().formatHex(signature))
        .isEqualTo(vector.requireText("signature"));
  }

  @Test
  void arrays_are_hashed_item_by_item() {
    // The digest of the empty list is that of no bytes.
    assertThat(Eip712.hashed(List.of())).isEqualTo(Bytes32.keccak(new byte[0]));
    byte[] two = new byte[64];
    two[31] = 1;
    assertThat(Eip712.hashed(List.of(Eip712.word(true), Eip712.word(false))))
        .isEqualTo(Bytes32.keccak(two));
  }

  @Test
  void a_number_beyond_the_word_is_refused() {
    BigInteger largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertThat(Eip712.word(largest)).hasToString("0x" + "f".repeat(64));
    assertThatThrownBy(() -> Eip712.word(largest.add(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Eip712.word(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Eip712Domain("x", Optional.empty(), 0, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Json.Obj vector() throws IOException {
    try (var in =
        Objects.requireNonNull(Eip712Test.class.getResourceAsStream("/eip3009-vector.json"))) {
      return JsonReader.read(in.readAllBytes(), 1 << 16).asObject("vector");
    }
  }
}
