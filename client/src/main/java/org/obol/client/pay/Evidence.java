package org.obol.client.pay;

import java.util.Optional;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;

/**
 * What the seller signed before the buyer did; both verified, both absent only at a reference
 * server.
 */
public record Evidence(Optional<Signed<Offer>> offer, Optional<Signed<SellerRecord>> seller) {}
