/**
 * A small client of EVM chains: JSON-RPC ({@link org.obol.evm.JsonRpc}), typed calls ({@link
 * org.obol.evm.EvmClient}), an account that pays for gas and sends transactions ({@link
 * org.obol.evm.GasAccount}), and the tokens that payments are made in ({@link
 * org.obol.evm.Eip3009Token}).
 *
 * <p>Nothing here knows datasets, payments over HTTP, or a particular chain.
 */
@NullMarked
package org.obol.evm;

import org.jspecify.annotations.NullMarked;
