/** Being found and finding without a hub: catalogs, routers, the on-chain registry. */
@NullMarked
package org.obol.cli.discovery;

import org.jspecify.annotations.NullMarked;
