/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;

/** The half of a key pair that opens; never shown. Safe for use by several threads. */
public final class PrivateSealingKey {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] seed;
    private final AsymmetricCipherKeyPair pair;
    private final PublicSealingKey publicKey;

    private PrivateSealingKey(byte[] seed) {
        HPKE suite = Hpke.suite();
        this.seed = seed;
        this.pair = suite.deserializePrivateKey(seed, null);
        this.publicKey = PublicSealingKey.of(suite.serializePublicKey(pair.getPublic()));
    }

    /** Makes a new key pair. */
    public static PrivateSealingKey generate() {
        byte[] seed = new byte[Hpke.SEED_BYTES];
        RANDOM.nextBytes(seed);
        return new PrivateSealingKey(seed);
    }

    /**
     * Takes a key as it is kept.
     *
     * @param seed 32 bytes, from which both private halves are derived
     * @throws IllegalArgumentException when it has another length
     */
    public static PrivateSealingKey of(byte[] seed) {
        if (seed.length != Hpke.SEED_BYTES) {
            throw new IllegalArgumentException(
                    "a private sealing key has " + Hpke.SEED_BYTES + " bytes, and this has " + seed.length);
        }
        return new PrivateSealingKey(seed.clone());
    }

    /** The key as it is kept: 32 bytes. Who has them can open everything that is sealed for this key. */
    public byte[] seed() {
        return seed.clone();
    }

    /** The half that seals. */
    public PublicSealingKey publicKey() {
        return publicKey;
    }

    Optional<byte[]> open(SealedValue value, SealingPlace place) {
        try {
            return Optional.of(Hpke.suite()
                    .open(
                            value.encapsulated(),
                            pair,
                            place.info(),
                            Hpke.NO_ASSOCIATED_DATA,
                            value.ciphertext(),
                            null,
                            null,
                            null));
        } catch (InvalidCipherTextException | RuntimeException doesNotOpen) {
            // A damaged encapsulated key shows itself as an exception of many kinds; none says more than this.
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrivateSealingKey key && Arrays.equals(seed, key.seed);
    }

    @Override
    public int hashCode() {
        return publicKey.hashCode();
    }

    @Override
    public String toString() {
        return "PrivateSealingKey[" + publicKey.id() + ", masked]";
    }
}
