/**
 * HTTP without any knowledge of datasets: the engine behind a small port, byte ranges, limits, the
 * guarded client, metrics.
 *
 * <p>Serving starts at {@link org.obol.http.HttpEngine}: a handler turns an {@link
 * org.obol.http.HttpRequest} into an {@link org.obol.http.HttpReply} on a virtual thread, and the
 * engine moves the bytes. {@link org.obol.http.ArtifactResponder} answers for one immutable file
 * with ranges and conditions (RFC 9110). {@link org.obol.http.GuardedClient} fetches small
 * documents from addresses nobody vouched for.
 */
@NullMarked
package org.obol.http;

import org.jspecify.annotations.NullMarked;
