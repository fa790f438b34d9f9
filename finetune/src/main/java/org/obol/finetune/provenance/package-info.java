/**
 * What a run can prove: the {@link org.obol.finetune.provenance.DatasetBinding} to a signed
 * version, the {@link org.obol.finetune.provenance.RunManifest} and its signature, the attestations
 * (DSSE, in-toto, SLSA), the signature of the model (OpenSSF Model Signing), the bill of materials
 * and the model card. {@link org.obol.finetune.provenance.RunRecorder} writes all of them.
 */
@NullMarked
package org.obol.finetune.provenance;

import org.jspecify.annotations.NullMarked;
