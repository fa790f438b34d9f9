/** Agents on a chain: the identity registry of ERC-8004 and the registration files it points to. */
@NullMarked
package org.obol.discovery.registry;

import org.jspecify.annotations.NullMarked;
