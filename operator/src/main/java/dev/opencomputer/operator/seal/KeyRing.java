/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All private keys at hand: old ones keep opening what was sealed for them. Immutable. */
public final class KeyRing {

    private final Map<SealingKeyId, PrivateSealingKey> keys;

    private KeyRing(Map<SealingKeyId, PrivateSealingKey> keys) {
        this.keys = keys;
    }

    /** Puts keys on a ring; the same key twice is one. */
    public static KeyRing of(Collection<PrivateSealingKey> keys) {
        return new KeyRing(keys.stream()
                .collect(Collectors.toUnmodifiableMap(
                        key -> key.publicKey().id(), Function.identity(), (first, same) -> first)));
    }

    /** The ids of the keys. */
    public Set<SealingKeyId> keyIds() {
        return keys.keySet();
    }

    /**
     * Opens what stands in an AgentSecret. Whatever the text is, the answer is one of {@link Opening}, never an exception.
     *
     * @param text {@code spec.sealedValue}
     * @param place where it stands
     */
    public Opening open(String text, SealingPlace place) {
        try {
            return open(SealedValue.parse(text), place);
        } catch (MalformedSealedValueException malformed) {
            return new Opening.Malformed(malformed.getMessage());
        }
    }

    /**
     * Opens a sealed value.
     *
     * @param value what is to be opened
     * @param place where it stands
     */
    public Opening open(SealedValue value, SealingPlace place) {
        PrivateSealingKey key = keys.get(value.keyId());
        if (key == null) {
            return new Opening.UnknownKey(value.keyId());
        }
        return key.open(value, place)
                .<Opening>map(plaintext -> new Opening.Opened(plaintext, value.keyId()))
                .orElseGet(() -> new Opening.WrongPlaceOrDamaged(value.keyId()));
    }

    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
