package org.obol.cli.sale;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.ledger.Dataset;
import org.obol.ledger.Dataset.Membership;
import org.obol.ledger.SaleTerms;
import org.obol.x402.token.Token;
import picocli.CommandLine.Option;

/** What a dataset is to cost, to whom it is paid, and where. */
public final class PriceOptions {

  private static final String DEFAULT_CHAIN = "base-sepolia";
  private static final Address ZERO = new Address("0x" + "0".repeat(40));

  @Option(
      names = "--price",
      paramLabel = "5.00",
      description = "Ask this for access to every version up to the one bought.")
  private @Nullable String flat;

  @Option(
      names = "--price-per-mb",
      paramLabel = "0.01",
      description = "Ask this for each MiB of the one version bought.")
  private @Nullable String perMb;

  @Option(
      names = "--pay-to",
      paramLabel = "0x…",
      description = "Account that is paid (default: the dataset's owner).")
  private @Nullable Address payTo;

  @Option(
      names = "--chain",
      paramLabel = "NAME",
      description = "Chain that is paid on: a name, eip155:N, or devnet (default: base-sepolia).")
  private @Nullable String chain;

  /** Whether anything is to be changed. */
  public boolean given() {
    return flat != null || perMb != null || payTo != null || chain != null;
  }

  /**
   * The terms of {@code dataset} as these options change them.
   *
   * @param membership how one becomes a member when it is sold
   * @param before what it cost so far; what no option names stays
   * @throws ObolException (usage) when it cannot be sold like that
   */
  public SaleTerms terms(
      Dataset dataset, Membership membership, Optional<SaleTerms> before, PayableTokens tokens) {
    if (membership == Membership.OPEN) {
      throw usage(
          dataset.id()
              + " has open membership: everybody gets it for nothing. Publish it with --membership"
              + " invite to sell it");
    }
    Price price =
        price()
            .or(() -> before.map(SaleTerms::price))
            .orElseThrow(
                () -> usage(dataset.id() + " has no price yet: give --price or --price-per-mb"));
    Token token = token(before, tokens);
    price.requirePayableIn(token.decimals());
    Address payee =
        Optional.ofNullable(payTo)
            .or(() -> before.map(terms -> terms.payee().address()))
            .orElse(dataset.owner());
    requireAccount(payee);
    return new SaleTerms(
        dataset.id(),
        price,
        new Payee(token.chain().toString(), token.address(), payee),
        token.name(),
        token.version(),
        token.decimals());
  }

  private Token token(Optional<SaleTerms> before, PayableTokens tokens) {
    if (chain == null && before.isPresent()) {
      return PayableTokens.of(before.get());
    }
    return tokens.on(chain == null ? DEFAULT_CHAIN : chain);
  }

  private Optional<Price> price() {
    if (flat != null && perMb != null) {
      throw usage("--price and --price-per-mb exclude each other");
    }
    return flat == null
        ? Optional.ofNullable(perMb).map(Price::perMb)
        : Optional.of(Price.flat(flat));
  }

  /**
   * Refuses an address that nobody gets money from.
   *
   * @throws ObolException (usage) when it is the zero address or a known token
   */
  public static void requireAccount(Address payee) {
    if (payee.equals(ZERO)) {
      throw usage("--pay-to is the zero address: money sent there is lost");
    }
    if (PayableTokens.isToken(payee)) {
      throw usage(
          "--pay-to "
              + payee.checksummed()
              + " is a token and no account: money sent there is lost. Give your account's"
              + " address");
    }
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
