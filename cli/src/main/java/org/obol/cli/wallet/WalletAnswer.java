package org.obol.cli.wallet;

import java.util.List;
import org.obol.cli.Answer;
import org.obol.client.wallet.Wallet;
import org.obol.crypto.Json;

/** What is said about one wallet; never its key. */
final class WalletAnswer {

  private WalletAnswer() {}

  static Answer made(Wallet wallet) {
    return Answer.of(
        json(wallet),
        List.of(
            "Wallet \"" + wallet.name() + "\"  " + wallet.address().checksummed(),
            "Locked in " + wallet.file(),
            "Back this file up, and keep the passphrase elsewhere: without both its money is"
                + " lost."));
  }

  static Answer address(Wallet wallet) {
    return Answer.of(json(wallet), wallet.address().checksummed());
  }

  private static Json.Obj json(Wallet wallet) {
    return Json.object()
        .put("name", wallet.name().text())
        .put("address", wallet.address().hex())
        .put("file", wallet.file().toString())
        .build();
  }
}
