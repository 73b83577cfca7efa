/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.util.Objects;

/** What came of the attempt to open a sealed value. */
public sealed interface Opening {

    /** It opened. */
    final class Opened implements Opening {

        private final byte[] plaintext;
        private final SealingKeyId keyId;

        Opened(byte[] plaintext, SealingKeyId keyId) {
            this.plaintext = plaintext;
            this.keyId = keyId;
        }

        /** The value as it was sealed: 1 byte to 128 KiB; never shown. */
        public byte[] plaintext() {
            return plaintext.clone();
        }

        /** The key that opened it. */
        public SealingKeyId keyId() {
            return keyId;
        }

        @Override
        public String toString() {
            return "Opened[" + keyId + ", masked]";
        }
    }

    /**
     * The text is no sealed value.
     *
     * @param why a clause that begins with "it" or "its", for the sentence that tells a person
     */
    record Malformed(String why) implements Opening {

        /** Takes the cause. */
        public Malformed {
            Objects.requireNonNull(why);
        }
    }

    /**
     * It is sealed for a key that is not in the ring.
     *
     * @param keyId the key that could open it
     */
    record UnknownKey(SealingKeyId keyId) implements Opening {}

    /**
     * The key is there and does not open it: it was sealed for another namespace, agent or key, or changed since. These
     * cannot be told apart.
     *
     * @param keyId the key that was tried
     */
    record WrongPlaceOrDamaged(SealingKeyId keyId) implements Opening {}
}
