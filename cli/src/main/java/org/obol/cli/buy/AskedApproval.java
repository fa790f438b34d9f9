package org.obol.cli.buy;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.obol.cli.Session;
import org.obol.cli.purchases.PurchaseText;
import org.obol.client.pay.Approval;
import org.obol.client.pay.Purchase;
import org.obol.client.pay.Quote;
import org.obol.client.wallet.Wallet;
import org.obol.crypto.ObolException;

/** Asks the person at the terminal; what the options say already is not asked. */
record AskedApproval(Session session, JoinOptions options, Optional<Wallet> wallet)
    implements Approval {

  /** Characters of an address that are typed to show that it was looked at. */
  private static final int LOOKED_AT = 6;

  @Override
  public boolean pay(Quote quote) {
    if (options.dryRun()) {
      return false;
    }
    new QuoteText(quote, wallet).lines().forEach(session::say);
    if (quote.owner().isNew()) {
      requireOwnerLookedAt(quote.owner().address().checksummed());
    }
    if (!options.isUnattended()) {
      requirePriceTyped(quote);
    }
    return true;
  }

  @Override
  public boolean resume(Purchase purchase) {
    if (options.dryRun()) {
      return false;
    }
    session.say("Going on with " + PurchaseText.line(purchase));
    return true;
  }

  private void requireOwnerLookedAt(String owner) {
    String typed =
        session
            .ask(
                "This owner is new to you. Compare the address with what the owner tells you"
                    + " elsewhere; then type its last "
                    + LOOKED_AT
                    + " characters:")
            .orElseThrow(
                () ->
                    refused(
                        "the owner "
                            + owner
                            + " is new to you, and --yes is not enough to trust one: compare the"
                            + " address with what the owner tells you elsewhere, and give --owner "
                            + owner));
    String end = owner.substring(owner.length() - LOOKED_AT).toLowerCase(Locale.ROOT);
    if (!typed.toLowerCase(Locale.ROOT).equals(end)) {
      throw refused("that is not how the owner's address ends: nothing was signed");
    }
  }

  private void requirePriceTyped(Quote quote) {
    String typed =
        session
            .ask("To pay " + quote.cost() + ", type the price:")
            .orElseThrow(
                () ->
                    refused(
                        "there is nobody to confirm "
                            + quote.cost()
                            + ": give --yes together with --max-price"));
    if (!isPrice(typed, quote.cost().price())) {
      throw refused("that is not the price: nothing was signed");
    }
  }

  private static boolean isPrice(String typed, BigDecimal price) {
    try {
      return new BigDecimal(typed).compareTo(price) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static ObolException refused(String sentence) {
    return new ObolException(ObolException.Exit.REFUSED, sentence);
  }
}
