/**
 * The anonymizer on the command line: alone, or as the first step of signing. {@link
 * org.obol.cli.anonymize.AnonymizeOptions} says what is looked for, {@link
 * org.obol.cli.anonymize.AnonymizedBundle} is what is signed instead of the files given.
 */
@NullMarked
package org.obol.cli.anonymize;

import org.jspecify.annotations.NullMarked;
