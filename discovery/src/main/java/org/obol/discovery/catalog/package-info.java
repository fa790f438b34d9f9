/**
 * The list of offers that a seller shows at {@code /api/services.json}: three shapes are read, one
 * is written, and what this program does not know is kept as it came.
 */
@NullMarked
package org.obol.discovery.catalog;

import org.jspecify.annotations.NullMarked;
