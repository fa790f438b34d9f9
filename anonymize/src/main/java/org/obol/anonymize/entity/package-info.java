/**
 * What each label looks like: matchers called at a trigger byte, and the checks that confirm them
 * (docs/entities.md).
 */
@NullMarked
package org.obol.anonymize.entity;

import org.jspecify.annotations.NullMarked;
