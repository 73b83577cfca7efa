/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

/** What one of the operator's own keys is for, and how its Secret says so. */
enum KeyPurpose {
    /** Opening sealed values. There may be several Secrets, of any name; the first key has the fixed one. */
    SEALING("sealing", "opencomputer-sealing-key", "seed"),

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
