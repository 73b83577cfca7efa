/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How the Agent of an id is named. */
public final class AgentObjectNames {

    private static final int MOST_CHARACTERS = 63;
    private static final int HASH_BYTES = 4;

    private AgentObjectNames() {}

    /** The name to choose when an Agent of another id has the one that is like the id; fits a DNS label. */
    public static String besides(String id) {
        String hash = HexFormat.of().formatHex(sha256(id), 0, HASH_BYTES);
        int room = MOST_CHARACTERS - hash.length() - 1;
        return id.substring(0, Math.min(id.length(), room)) + "-" + hash;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
