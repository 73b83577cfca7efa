/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The entries of a Secret that describe a connection, as they stand in it, in base64; never shown. */
final class ConnectionSecret {

    private final Map<String, String> data;

    private ConnectionSecret(Map<String, String> data) {
        this.data = Map.copyOf(data);
    }

    static ConnectionSecret of(Secret secret) {
        Map<String, String> data = new LinkedHashMap<>();
        Map<String, String> all = Optional.ofNullable(secret.getData()).orElse(Map.of());
        for (String name : ConnectionTexts.NAMES) {
            Optional.ofNullable(all.get(name)).ifPresent(value -> data.put(name, value));
        }
        return new ConnectionSecret(data);
    }

    /** The entries in base64, for another Secret. */
    Map<String, String> data() {
        return data;
    }

    /**
     * What the entries mean.
     *
     * @param allowed tells which servers may be spoken to
     * @throws ConnectionTexts.Wrong for the first entry that is wrong
     */
    ConnectionSettings settings(Predicate<URI> allowed) throws ConnectionTexts.Wrong {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : ConnectionTexts.NAMES) {
            if (data.containsKey(name)) {
                texts.put(name, text(name));
            }
        }
        return ConnectionTexts.settings(texts, allowed);
    }

    private String text(String name) throws ConnectionTexts.Wrong {
        try {
            byte[] bytes = Base64.getDecoder().decode(data.get(name));
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException | IllegalArgumentException noText) {
            throw ConnectionTexts.Wrong.noText(name);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectionSecret secret && data.equals(secret.data);
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }

    @Override
    public String toString() {
        return "ConnectionSecret[masked]";
    }
}
