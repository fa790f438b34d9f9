/**
 * Durable state of a node and of a buyer: a small database port with SQLite behind it, numbered
 * migrations, the content-addressed object store, the owner's keys, and the flows that append to a
 * dataset's log.
 */
@NullMarked
package org.obol.ledger;

import org.jspecify.annotations.NullMarked;
