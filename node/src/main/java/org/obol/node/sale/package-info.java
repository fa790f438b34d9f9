/** Selling: terms and offers, payments in the ledger, the paid join (protocol section 7). */
@NullMarked
package org.obol.node.sale;

import org.jspecify.annotations.NullMarked;
