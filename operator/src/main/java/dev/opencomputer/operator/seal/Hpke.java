/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import org.bouncycastle.crypto.hpke.HPKE;

/** The one HPKE suite of the format oc1: base mode, X-Wing, HKDF-SHA256, AES-256-GCM. */
final class Hpke {

    /** Bytes of a public key: ML-KEM-768 (1184) and X25519 (32). */
    static final int PUBLIC_KEY_BYTES = 1216;

    /** Bytes of the seed from which both private halves are derived. */
    static final int SEED_BYTES = 32;

    /** Bytes of an encapsulated key: ML-KEM-768 (1088) and X25519 (32). */
    static final int ENCAPSULATED_BYTES = 1120;

    /** Bytes that AES-256-GCM adds to the plain text. */
    static final int TAG_BYTES = 16;

    /** Associated data: none, since the place is in the info already. */
    static final byte[] NO_ASSOCIATED_DATA = new byte[0];

    private Hpke() {}

    /** A suite of its own for each use: nothing says that one may be shared between threads. */
    static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_MLKEM768_X25519, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
