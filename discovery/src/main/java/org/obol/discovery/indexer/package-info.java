/**
 * An index of the agents in one registry, made from its events: it follows the chain through
 * reorganizations, fetches registration files in the background, and answers over HTTP.
 */
@NullMarked
package org.obol.discovery.indexer;

import org.jspecify.annotations.NullMarked;
