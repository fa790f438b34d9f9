@NullMarked
package org.obol.discovery.catalog;

import org.jspecify.annotations.NullMarked;
