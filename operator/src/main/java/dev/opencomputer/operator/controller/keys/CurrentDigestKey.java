/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import io.fabric8.kubernetes.api.model.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The digest key that is stored in the operator's namespace, now. It is made where there is none, also when somebody
 * deleted it to have another: each value is then pushed once more when it is looked at next, and nothing else happens.
 * Safe for use by several threads.
 */
public final class CurrentDigestKey {

    private static final Logger LOG = LoggerFactory.getLogger(CurrentDigestKey.class);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeySecrets secrets;
    private final InstantSource clock;
    private volatile Optional<DigestKey> key = Optional.empty();

    /** Knows no key before {@link #tend}. */
    CurrentDigestKey(KeySecrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * The digest of some parts with the key as it is now.
     *
     * @param parts the parts, in an order of the caller's
     * @return 64 hex digits
     */
    public String digest(byte[]... parts) {
        return key.orElseThrow().digest(parts);
    }

    /** Reads the key, or makes it where there is none. */
    synchronized void tend() throws KeysUnavailableException {
        Optional<Secret> present = secrets.read(KeyPurpose.DIGEST.secretName());
        Secret secret = present.isPresent()
                ? present.get()
                : secrets.createOrRead(
                        KeyPurpose.DIGEST,
                        KeyPurpose.DIGEST.secretName(),
                        random(),
                        Map.of(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS));
        DigestKey read = read(secret);
        if (key.filter(former -> !former.equals(read)).isPresent()) {
            LOG.info("There is another digest key now: each value is pushed once more when it is looked at next");
        }
        key = Optional.of(read);
    }

    private DigestKey read(Secret secret) throws KeysUnavailableException {
        try {
            return KeySecrets.key(KeyPurpose.DIGEST, secret)
                    .map(DigestKey::of)
                    .orElseThrow(() -> new IllegalArgumentException("there is no entry"));
        } catch (IllegalArgumentException noKey) {
            throw new KeysUnavailableException("The Secret " + secrets.namespace() + "/"
                    + KeyPurpose.DIGEST.secretName() + " holds no digest key: its entry "
                    + KeyPurpose.DIGEST.dataKey() + " must have " + DigestKey.BYTES
                    + " bytes. Delete it, and the operator makes a new one; each value is then pushed once more,"
                    + " and nothing else is lost.");
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[DigestKey.BYTES];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "CurrentDigestKey[masked]";
    }
}
