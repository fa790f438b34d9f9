/**
 * What this buyer has verified and holds: from a file's hash back to the version that was signed.
 */
@NullMarked
package org.obol.client.library;

import org.jspecify.annotations.NullMarked;
