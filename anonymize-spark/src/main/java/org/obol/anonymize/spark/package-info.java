/**
 * The anonymizer as an Apache Spark job, for datasets that one machine reads too slowly: {@link
 * org.obol.anonymize.spark.AnonymizeJob} cuts the files into ranges of lines, lets the cluster look
 * at them, numbers what was found on the driver and lets the cluster render. The bytes are those of
 * {@link org.obol.anonymize.Anonymizer}.
 */
@NullMarked
package org.obol.anonymize.spark;

import org.jspecify.annotations.NullMarked;
