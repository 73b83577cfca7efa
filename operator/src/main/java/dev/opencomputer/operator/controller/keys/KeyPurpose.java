/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.api.model.Secret;

/** What one of the operator's own keys is for, and how its Secret says so. */
enum KeyPurpose {
    /** Opening sealed values. There may be several Secrets, of any name; that of the first key has this one. */
    SEALING("sealing", "opencomputer-sealing-key", "seed"),

    /** Nothing any more: a sealing key that somebody is about to delete, which the operator does not use. */
    RETIRED("retired-sealing", "opencomputer-sealing-key", "seed"),

    /** Digests of what was applied. There is one Secret, of the fixed name. */
    DIGEST("digest", "opencomputer-digest-key", "key");

    private final String label;
    private final String secretName;
    private final String dataKey;

    KeyPurpose(String label, String secretName, String dataKey) {
        this.label = label;
        this.secretName = secretName;
        this.dataKey = dataKey;
    }

    /** Whether a Secret says that it holds a key for this. */
    boolean isOf(Secret secret) {
        return secret.getMetadata().getLabels() != null
                && label.equals(secret.getMetadata().getLabels().get(Names.KEY_PURPOSE));
    }

    String label() {
        return label;
    }

    String secretName() {
        return secretName;
    }

    String dataKey() {
        return dataKey;
    }
}
