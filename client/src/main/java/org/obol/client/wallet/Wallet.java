package org.obol.client.wallet;

import java.nio.file.Path;
import org.obol.crypto.Address;

/**
 * A wallet as it lies there, locked.
 *
 * @param file the keystore (Web3 Secret Storage, version 3)
 * @param address the account; of a wallet that was not unlocked, what its file says
 */
public record Wallet(WalletName name, Path file, Address address) {}
