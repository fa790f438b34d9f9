/**
 * The scheme {@code exact} on EVM chains with EIP-3009 authorizations: how a buyer signs a payment
 * and how it is checked, first without and then with a chain.
 */
@NullMarked
package org.obol.x402.exact;

import org.jspecify.annotations.NullMarked;
