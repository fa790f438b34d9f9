/**
 * The anonymizer's optional detector of names, places and addresses: a token classification model
 * in the form that the Hugging Face hub publishes, run on the processor. {@link
 * org.obol.anonymize.onnx.OnnxDetector} is the one flow; {@link
 * org.obol.anonymize.onnx.ModelLocation} says where a model lies. Nothing here opens a network
 * connection.
 */
@NullMarked
package org.obol.anonymize.onnx;

import org.jspecify.annotations.NullMarked;
