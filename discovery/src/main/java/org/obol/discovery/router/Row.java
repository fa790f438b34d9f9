package org.obol.discovery.router;

import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.discovery.catalog.CatalogEntry;

/**
 * An offer that a member may list.
 *
 * @param content digest of the offer, by which the same one is known that comes another way
 * @param claim what is to be verified; empty for what is no dataset
 * @param privately whether its member is private, so that its endpoint may be too
 */
record Row(
    CatalogEntry entry,
    Origin origin,
    Sha256 content,
    Optional<DatasetClaim> claim,
    boolean privately) {}
