/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import dev.opencomputer.operator.api.Patterns;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the keys file says of one key: whom it stands for. That is a ServiceAccount, whatever the file says: the names
 * that are allowed cannot make a user's name out of it that is another's.
 *
 * @param name what the key is called, for people
 * @param sha256 64 lowercase hex digits of the key's SHA-256
 * @param namespace the ServiceAccount's namespace, and that of the agents
 * @param serviceAccount the ServiceAccount's name
 * @param expires from when on the key lets nobody in; absent for a key that stays good until its entry is removed
 */
public record KeyEntry(String name, String sha256, String namespace, String serviceAccount, Optional<Instant> expires) {

    /** What a namespace can be called. */
    public static final Pattern NAMESPACE = Pattern.compile(Patterns.DNS_LABEL);

    /** What a ServiceAccount can be called. Nothing in it has a meaning in a user's name, as a colon would have. */
    public static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    /** The user that the API server knows. */
    public String user() {
        return "system:serviceaccount:" + namespace + ":" + serviceAccount;
    }

    /** Whether it lets nobody in any more. */
    public boolean expiredAt(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
}
