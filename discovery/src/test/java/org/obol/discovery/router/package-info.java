@NullMarked
package org.obol.discovery.router;

import org.jspecify.annotations.NullMarked;
