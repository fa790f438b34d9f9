package org.obol.ledger;

import org.obol.dataset.DatasetId;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;

/**
 * What an owner asks for a dataset now. Changing it changes no offer that was made before.
 *
 * @param tokenName name of the token's EIP-712 domain
 * @param tokenVersion version of that domain
 * @param decimals digits after the point of one whole token
 */
public record SaleTerms(
    DatasetId dataset,
    Price price,
    Payee payee,
    String tokenName,
    String tokenVersion,
    int decimals) {}
