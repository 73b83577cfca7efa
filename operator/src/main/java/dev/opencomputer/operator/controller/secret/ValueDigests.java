/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import java.nio.charset.StandardCharsets;

/**
 * Tells a new value from one that is put again: a repair, other hosts, or the loss of the digest key make no value younger.
 */
final class ValueDigests {

    private static final int MARK_DIGITS = 8;
    private static final char POINT = '.';

    private final Digester digester;

    ValueDigests(Digester digester) {
        this.digester = digester;
    }

    /**
     * The digest of a value alone: a mark of the key that made it, and the keyed digest of the value at its place, so that
     * the same value in two places does not show.
     */
    String of(AgentSecret secret, byte[] value) {
        String ofNothing = digester.digest();
        return ofNothing.substring(0, Math.min(MARK_DIGITS, ofNothing.length()))
                + POINT
                + digester.digest(
                        utf8(secret.getMetadata().getNamespace()),
                        utf8(secret.getSpec().getAgentRef().getName()),
                        utf8(secret.getSpec().getKey()),
                        value);
    }

    /**
     * Whether a value is known to be another one. Made with two keys, digests tell nothing: then the value counts as the
     * former one, since an age that is told too early does less harm than one that is never told.
     */
    static boolean areOfTwoValues(String before, String now) {
        return !before.equals(now) && mark(before).equals(mark(now));
    }

    private static String mark(String digest) {
        return digest.substring(0, Math.max(0, digest.indexOf(POINT)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
