/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.wire.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NewSecretsTest {

    @Test
    void refuseANullAmongTheValues() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.withObject("/secrets").putNull("A");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> NewSecrets.values(body))
                .withMessage("secrets.A must be a string that is not empty");
    }

    @Test
    void areAThousandAtMost() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ObjectNode secrets = body.withObject("/secrets");
        IntStream.range(0, 1000).forEach(number -> secrets.put("K" + number, "x"));

        assertThatNoException().isThrownBy(() -> NewSecrets.values(body));
        secrets.put("ONE_MORE", "x");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> NewSecrets.values(body))
                .withMessageContaining("secrets has 1001 keys, and 1000 is the most");
    }

    @Test
    void mayBeAbsent() {
        assertThatNoException()
                .isThrownBy(
                        () -> NewSecrets.values(Json.MAPPER.createObjectNode().putNull("secrets")));
    }
}
