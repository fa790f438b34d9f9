package org.obol.cli.buy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.obol.cli.PassphraseOption;
import org.obol.cli.Session;
import org.obol.client.wallet.Wallet;
import org.obol.client.wallet.WalletName;
import org.obol.client.wallet.Wallets;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to pay, with {@code --join}. */
final class JoinOptions {

  @Option(
      names = "--max-price",
      paramLabel = "P",
      description = "Never pay more than this, in whole tokens.")
  private @Nullable BigDecimal maxPrice;

  @Option(
      names = "--wallet",
      paramLabel = "NAME",
      description = "Which wallet pays, if there are several (${DEFAULT-VALUE}).")
  private WalletName wallet = WalletName.DEFAULT;

  @Mixin private final PassphraseOption passphrase = new PassphraseOption();

  @Option(names = "--pay-to", paramLabel = "0x…", description = "Pay this account and no other.")
  private @Nullable Address payTo;

  @Option(names = "--yes", description = "Do not ask; needs --max-price, and an owner you named.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Show what would be paid, and sign nothing.")
  private boolean dryRun;

  /**
   * The price cap.
   *
   * @throws ObolException (usage) when it is below zero
   */
  Optional<BigDecimal> maxPrice() {
    if (maxPrice != null && maxPrice.signum() < 0) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "--max-price " + maxPrice.toPlainString() + " is below zero: give a price, such as 5");
    }
    return Optional.ofNullable(maxPrice);
  }

  Optional<Address> payTo() {
    return Optional.ofNullable(payTo);
  }

  /** Whether nobody is to be asked about the price. */
  boolean isUnattended() {
    return yes && maxPrice != null;
  }

  boolean dryRun() {
    return dryRun;
  }

  /** The wallet, locked; only a dry run does without. */
  Optional<Wallet> wallet(Session session) {
    Wallets all = wallets(session);
    return dryRun && !all.names().contains(wallet)
        ? Optional.empty()
        : Optional.of(all.require(wallet));
  }

  /** The key of the wallet, asked for when it is needed. */
  Supplier<PrivateKey> key(Session session) {
    return () -> wallets(session).open(wallet, passphrase.of(session));
  }

  private static Wallets wallets(Session session) {
    return new Wallets(session.home().wallets());
  }
}
