/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.Names;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Tells which AgentSecrets are the facade's alone, so that the operator may change their specs: nothing outside of the
 * cluster holds these specs, and nothing puts them back.
 */
final class FacadeMade {

    private static final Set<String> OURS = Set.of(Names.FACADE_USER_AGENT, Names.OPERATOR_USER_AGENT);
    private static final String OUR_ANNOTATIONS = "f:" + Names.GROUP + "/";

    private FacadeMade() {}

    /**
     * Whether an object has what the facade gives to all that it makes: when it took the value, and the Agent for its owner.
     *
     * @param agentUid the UID of the Agent that is there now
     */
    static boolean isMarked(AgentSecret secret, Optional<String> agentUid) {
        return Annotations.acceptedAt(secret).isPresent()
                && secret.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getKind().equals("Agent")
                                && owner.getApiVersion().startsWith(Names.GROUP + "/")
                                && Optional.of(owner.getUid()).equals(agentUid));
    }

    /**
     * Whether nobody but facade and operator has written any of it, as the API server notes. Annotations that speak to the
     * operator do not count: people set them by hand. Every tool that applies objects leaves another trace, but for one that
     * writes an object exactly as it is, such as {@code kubectl replace} of an export: that changes nothing, and owns nothing.
     *
     * @param object the object as JSON, with its {@code managedFields}
     */
    static boolean isNobodyElses(JsonNode object) {
        JsonNode entries = object.path("metadata").path("managedFields");
        return !entries.isEmpty()
                && elements(entries)
                        .filter(entry -> entry.path("subresource").asText().isEmpty())
                        .filter(entry -> !OURS.contains(entry.path("manager").asText()))
                        .allMatch(entry -> hasOurAnnotationsAlone(entry.path("fieldsV1")));
    }

    private static boolean hasOurAnnotationsAlone(JsonNode fields) {
        JsonNode metadata = fields.path("f:metadata");
        JsonNode annotations = metadata.path("f:annotations");
        return fields.size() == 1
                && metadata.size() == 1
                && !annotations.isEmpty()
                && annotations.properties().stream()
                        .map(field -> field.getKey())
                        .allMatch(name -> name.equals(".") || name.startsWith(OUR_ANNOTATIONS));
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
