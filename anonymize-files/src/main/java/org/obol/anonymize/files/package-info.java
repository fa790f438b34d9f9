/**
 * Anonymizes what lies in files: {@link org.obol.anonymize.files.AnonymizeFiles} takes a file, a
 * folder of files or a stream, compressed or not, and puts the results under their names only when
 * everything went well. {@link org.obol.anonymize.files.ReportJson} and {@link
 * org.obol.anonymize.files.ReportText} show what came of it.
 */
@NullMarked
package org.obol.anonymize.files;

import org.jspecify.annotations.NullMarked;
