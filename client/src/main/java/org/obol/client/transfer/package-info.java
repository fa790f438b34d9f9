/**
 * Getting the bytes of one file: chunks fetched in parallel from several sources, each verified
 * before it counts, a journal that makes a kill cost almost nothing, and a whole-file check that
 * runs behind the download.
 */
@NullMarked
package org.obol.client.transfer;

import org.jspecify.annotations.NullMarked;
