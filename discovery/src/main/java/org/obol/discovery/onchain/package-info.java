/**
 * What a registry of agents leads to: from the chain to the registration file, the catalog it names
 * and the rows of that, with what is proven, what is only claimed and what is contradicted on the
 * way.
 */
@NullMarked
package org.obol.discovery.onchain;

import org.jspecify.annotations.NullMarked;
