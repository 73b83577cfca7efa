/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;

/** Makes sealing keys, in Secrets whose names say what they are for. */
final class SealingKeyMaker {

    private final KeySecrets secrets;

    SealingKeyMaker(KeySecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Stores a new key; where another operator was faster, that one's key is it.
     *
     * @param wanted what the key is for
     * @return its id
     * @throws KeysUnavailableException when it cannot be stored, or something else is in its place
     */
    SealingKeyId make(KeyPlan.Make wanted) throws KeysUnavailableException {
        PrivateSealingKey key = PrivateSealingKey.generate();
        Secret secret = secrets.createOrRead(
                KeyPurpose.SEALING,
                wanted.secretName(),
                key.seed(),
                Map.of(Names.SEALING_KEY_ID, key.publicKey().id().value()),
                wanted.created());
        return StoredKey.read(secret)
                .filter(stored -> KeyPurpose.SEALING.isOf(secret))
                .map(StoredKey::id)
                .orElseThrow(() -> inTheWay(secret));
    }

    /** Restored keys get a name of their own, so what is in the place of a new one has to go. */
    private static KeysUnavailableException inTheWay(Secret secret) {
        if (KeyPurpose.RETIRED.isOf(secret)) {
            return new KeysUnavailableException(
                    "The Secret " + name(secret) + " is in the way of a new sealing key: somebody"
                            + " began to retire what it holds. End that: opencomputer-operator sealing-keys retire, with the id that"
                            + " its label " + Names.SEALING_KEY_ID + " says.");
        }
        return new KeysUnavailableException("The Secret " + name(secret) + " holds no sealing key: its entry "
                + KeyPurpose.SEALING.dataKey() + " must have 32 bytes, and its label " + Names.KEY_PURPOSE
                + " the value "
                + KeyPurpose.SEALING.label()
                + ". Where it held a key, restore that from a back-up; then delete this Secret,"
                + " and the operator goes on. What was sealed with a key that no back-up has must be sealed again.");
    }

    private static String name(Secret secret) {
        return secret.getMetadata().getNamespace() + "/" + secret.getMetadata().getName();
    }
}
