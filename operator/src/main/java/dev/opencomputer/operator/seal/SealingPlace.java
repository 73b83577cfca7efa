/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The one place where a sealed value opens. It goes into the key derivation (the info of RFC 9180, section 5.1), so a
 * value that was copied elsewhere cannot be decrypted there.
 *
 * @param namespace the AgentSecret's namespace
 * @param agent {@code spec.agentRef.name} of the AgentSecret
 * @param key {@code spec.key} of the AgentSecret
 */
public record SealingPlace(String namespace, String agent, String key) {

    private static final byte[] PURPOSE = "opencomputer.dev/sealed/v1".getBytes(StandardCharsets.UTF_8);

    /**
     * Checks that no two places have the same bytes.
     *
     * @throws IllegalArgumentException when a part is empty, holds a zero character, or is no text that UTF-8 can hold
     */
    public SealingPlace {
        check("namespace", namespace);
        check("agent", agent);
        check("key", key);
    }

    byte[] info() {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(PURPOSE);
        for (String part : new String[] {namespace, agent, key}) {
            info.write(0);
            info.writeBytes(part.getBytes(StandardCharsets.UTF_8));
        }
        return info.toByteArray();
    }

    private static void check(String name, String part) {
        if (part.isEmpty() || part.indexOf(0) >= 0) {
            throw new IllegalArgumentException(
                    "the " + name + " that a value is sealed for has at least one character, and no zero character");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(part)) {
            throw new IllegalArgumentException(
                    "the " + name + " that a value is sealed for holds half of a surrogate pair");
        }
    }
}
