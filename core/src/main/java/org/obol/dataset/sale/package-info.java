/**
 * What is said and signed when versions are sold, without network, storage or chain: the owner's
 * {@link org.obol.dataset.sale.Price}, the node's {@link org.obol.dataset.sale.Offer} and {@link
 * org.obol.dataset.sale.Receipt}, the owner's {@link org.obol.dataset.sale.SellerRecord} that names
 * the node, and the buyer's {@link org.obol.dataset.sale.PayeeCheck} (protocol section 7).
 */
@NullMarked
package org.obol.dataset.sale;

import org.jspecify.annotations.NullMarked;
