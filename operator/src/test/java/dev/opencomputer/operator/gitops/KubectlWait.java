/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * What {@code kubectl wait --for=condition=TYPE} makes of an object, by rule: met when the condition is True and speaks
 * of the present generation. {@code KubectlWaitIT} holds the rule to kubectl itself.
 */
final class KubectlWait {

    static final String MET = "met";
    static final String WAITS = "waits";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private KubectlWait() {}

    static String on(HasMetadata object, String type) {
        JsonNode tree = MAPPER.valueToTree(object);
        long generation = tree.at("/metadata/generation").asLong();
        for (JsonNode condition : tree.at("/status/conditions")) {
            if (condition.path("type").asText().equals(type)) {
                boolean holds = condition.path("status").asText().equals("True")
                        && condition.path("observedGeneration").asLong() >= generation;
                return holds ? MET : WAITS;
            }
        }
        return WAITS;
    }
}
