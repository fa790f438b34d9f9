/**
 * A user's own rules for the anonymizer, read from the rule files of gitleaks (TOML) and Presidio
 * (YAML). Start at {@link org.obol.anonymize.rules.UserRules}.
 */
@NullMarked
package org.obol.anonymize.rules;

import org.jspecify.annotations.NullMarked;
