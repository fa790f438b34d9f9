package org.obol.client.pay;

import java.net.URI;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.VersionRange;

/**
 * What a payment is for.
 *
 * @param server where it was bought: the URL in front of {@code /dataset/…}
 * @param origin the log, and with it the owner
 * @param grants the versions that it opens
 */
public record Goods(
    URI server, LogOrigin origin, long seq, Sha256 manifestHash, VersionRange grants) {}
