/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import static dev.opencomputer.operator.report.Rules.ALL;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What shows of pods. Beside this program's containers others may run in them, such as a proxy that somebody gave its
 * secret as an argument: of these nothing shows that people write, and nothing that they say.
 */
final class PodRules {

    /** How the chart calls its containers. */
    private static final Set<String> OUR_CONTAINERS = Set.of("operator", "facade", "remaining", "check");

    private static final Map<String, Rule> ANY_CONTAINER = Map.of(
            "name", ALL,
            "image", ALL,
            "resources", ALL,
            "volumeMounts", new Rule.Each(Rules.only("name", "mountPath", "readOnly", "subPath")),
            "securityContext", ALL);

    private static final Rule CONTAINERS = new Rule.Containers(
            new Rule.Fields(with(ANY_CONTAINER, Map.of("args", ALL, "env", new Rule.Environment()))),
            new Rule.Fields(ANY_CONTAINER));

    private static final Rule REFERENCE = Rules.only("name", "optional");

    private static final Rule VOLUME = new Rule.Fields(Map.of(
            "name",
            ALL,
            "secret",
            Rules.only("secretName", "optional"),
            "configMap",
            REFERENCE,
            "projected",
            new Rule.Fields(Map.of(
                    "sources", new Rule.Each(new Rule.Fields(Map.of("secret", REFERENCE, "configMap", REFERENCE)))))));

    /** The spec of a pod, or of a template of pods. */
    static final Rule SPEC = new Rule.Fields(Map.of(
            "serviceAccountName",
            ALL,
            "nodeName",
            ALL,
            "securityContext",
            ALL,
            "containers",
            CONTAINERS,
            "volumes",
            new Rule.Each(VOLUME)));

    private static final Rule WITHOUT_MESSAGES = new Rule.Fields(Map.of(
            "waiting", Rules.only("reason"),
            "running", ALL,
            "terminated", Rules.only("exitCode", "signal", "reason", "startedAt", "finishedAt")));

    private static final Map<String, Rule> ANY_STATUS = Map.of(
            "name", ALL,
            "image", ALL,
            "imageID", ALL,
            "ready", ALL,
            "started", ALL,
            "restartCount", ALL,
            "state", WITHOUT_MESSAGES,
            "lastState", WITHOUT_MESSAGES);

    // A message may be what the container said last, or quote its command.
    private static final Rule STATUSES = new Rule.Containers(
            new Rule.Fields(with(ANY_STATUS, Map.of("state", ALL, "lastState", ALL))), new Rule.Fields(ANY_STATUS));

    /** The status of a pod. */
    static final Rule STATUS = new Rule.Fields(Map.of(
            "phase", ALL,
            "reason", ALL,
            "message", ALL,
            "conditions", ALL,
            "startTime", ALL,
            "qosClass", ALL,
            "containerStatuses", STATUSES,
            "initContainerStatuses", STATUSES));

    private PodRules() {}

    /** Whether a container is this program's. */
    static boolean isOurs(JsonNode container) {
        return isOurs(container.path("name").asText());
    }

    /** Whether a container of that name is this program's. */
    static boolean isOurs(String container) {
        return OUR_CONTAINERS.contains(container);
    }

    private static Map<String, Rule> with(Map<String, Rule> rules, Map<String, Rule> more) {
        Map<String, Rule> all = new HashMap<>(rules);
        all.putAll(more);
        return Map.copyOf(all);
    }
}
