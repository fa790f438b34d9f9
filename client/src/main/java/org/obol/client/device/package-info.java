/** Asking an owner for membership with a short code that they approve (RFC 8628). */
@NullMarked
package org.obol.client.device;

import org.jspecify.annotations.NullMarked;
