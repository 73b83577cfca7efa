/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys.backup;

import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What trying one passphrase costs: Argon2id of RFC 9106. It stands in the file, so that it can be raised in later versions;
 * the bounds keep a file from taking all memory of who restores it.
 *
 * @param memoryKib memory in KiB, 8 MiB to 256 MiB
 * @param passes passes over that memory, 1 to 10
 * @param lanes lanes, 1 to 16
 */
record Argon2Cost(int memoryKib, int passes, int lanes) {

    /** The second recommendation of RFC 9106, section 4, for where 2 GiB are too much. */
    static final Argon2Cost RECOMMENDED = new Argon2Cost(64 * 1024, 3, 4);

    private static final int KEY_BYTES = 32;
    private static final int LEAST_MEMORY = 8 * 1024;
    private static final int MOST_MEMORY = 256 * 1024;
    private static final int MOST_PASSES = 10;
    private static final int MOST_LANES = 16;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException when one is outside
     */
    Argon2Cost {
        if (memoryKib < LEAST_MEMORY || memoryKib > MOST_MEMORY) {
            throw new IllegalArgumentException("memoryKiB is not between " + LEAST_MEMORY + " and " + MOST_MEMORY);
        }
        if (passes < 1 || passes > MOST_PASSES) {
            throw new IllegalArgumentException("passes is not between 1 and " + MOST_PASSES);
        }
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("lanes is not between 1 and " + MOST_LANES);
        }
    }

    /** The key of 32 bytes that a passphrase gives with a salt. */
    byte[] key(byte[] passphrase, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] key = new byte[KEY_BYTES];
        byte[] copy = Arrays.copyOf(passphrase, passphrase.length);
        generator.generateBytes(copy, key);
        Arrays.fill(copy, (byte) 0);
        return key;
    }
}
