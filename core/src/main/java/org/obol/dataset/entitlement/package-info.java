/**
 * Who may have which versions: the rules, without storage and without HTTP (protocol section 5).
 */
@NullMarked
package org.obol.dataset.entitlement;

import org.jspecify.annotations.NullMarked;
