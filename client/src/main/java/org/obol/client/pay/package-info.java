/**
 * Paying for a version: {@link org.obol.client.pay.PayJoin} checks what a seller asks for, signs
 * one payment, and never a second one for the same thing while the first may still be used.
 */
@NullMarked
package org.obol.client.pay;

import org.jspecify.annotations.NullMarked;
