/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** How an AgentSecret is named when nobody chose a name: the same one wherever it is made. */
public final class AgentSecretNames {

    private static final int MOST_CHARACTERS = 253;
    private static final int HASH_BYTES = 4;

    private AgentSecretNames() {}

    /**
     * The name for one key of one Agent: {@code <agent>-<key in lowercase, with - for _>-<8 hex digits of the SHA-256 of
     * the key>}, the key's part shortened so that all fits into the 253 characters of a name. Two keys of an Agent that
     * differ in case or hyphens only have different names.
     *
     * @param agent name of the Agent, a DNS label
     * @param key the key, a name of an environment variable
     */
    public static String nameFor(String agent, String key) {
        return name(agent, key, key);
    }

    /**
     * The name for one key that an Agent's {@code secretsFrom} gives. Another one than {@link #nameFor}, so that an
     * AgentSecret which somebody makes for the same key can stand beside it, and than that of a former Agent of the name,
     * which may still wait for its end.
     *
     * @param agent name of the Agent, a DNS label
     * @param uid the Agent's UID
     * @param key the key, a name of an environment variable
     */
    public static String nameOfMade(String agent, String uid, String key) {
        return name(agent, key, uid + '/' + key);
    }

    private static String name(String agent, String key, String hashed) {
        String hash = HexFormat.of().formatHex(sha256(hashed), 0, HASH_BYTES);
        String readable = key.toLowerCase(Locale.ROOT).replace('_', '-');
        int room = MOST_CHARACTERS - agent.length() - hash.length() - "--".length();
        return agent + '-' + readable.substring(0, Math.min(readable.length(), room)) + '-' + hash;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
