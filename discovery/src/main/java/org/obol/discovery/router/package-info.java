/**
 * A router: one catalog over those of many sellers. What members say is passed on as it came, with
 * where it came from and whether the seller's own signed documents bear it out; a member can leave
 * out, never invent.
 */
@NullMarked
package org.obol.discovery.router;

import org.jspecify.annotations.NullMarked;
