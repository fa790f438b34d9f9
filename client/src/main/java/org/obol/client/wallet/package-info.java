/** The keys a buyer pays with, each locked in a file of its own. */
@NullMarked
package org.obol.client.wallet;

import org.jspecify.annotations.NullMarked;
