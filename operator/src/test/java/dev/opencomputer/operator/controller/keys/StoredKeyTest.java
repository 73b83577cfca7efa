/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredKeyTest {

    private static final String STORED = "2026-03-01T00:00:00Z";

    @Test
    void aKeyIsAsOldAsItSays() {
        assertThat(created("2025-01-01T00:00:00Z")).isEqualTo("2025-01-01T00:00:00Z");
        assertThat(created("9999-12-31T23:59:59Z")).isEqualTo("9999-12-31T23:59:59Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "junk",
                "1969-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void whatIsNoTimeThatAKeyCanHaveIsNotTakenForOne(String annotation) {
        assertThat(created(annotation)).isEqualTo(STORED);
    }

    private static Instant created(String annotation) {
        Secret secret = KeySecrets.secret(
                KeyPurpose.SEALING,
                "opencomputer-system",
                "key",
                PrivateSealingKey.generate().seed(),
                Map.of(),
                Instant.EPOCH);
        secret.getMetadata().setCreationTimestamp(STORED);
        secret.getMetadata().getAnnotations().put(Names.KEY_CREATED_AT, annotation);
        return StoredKey.read(secret).orElseThrow().created();
    }
}
