/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The status of one pod, as the kubelet would write it. */
final class PodStatuses {

    private final String address;
    private final String startTime = Instant.now().toString();
    private final Map<String, PodCondition> conditions = new LinkedHashMap<>();

    PodStatuses(String address) {
        this.address = address;
    }

    /** What is to be said of the containers as they are. */
    PodStatus of(List<RunningContainer> containers) {
        boolean begun = containers.stream().anyMatch(container -> container.running() || container.over());
        boolean over = containers.stream().allMatch(RunningContainer::over);
        boolean ready = !over && containers.stream().allMatch(RunningContainer::ready);
        set("PodScheduled", true);
        set("Initialized", true);
        set("ContainersReady", ready);
        set("Ready", ready);
        return new PodStatusBuilder()
                .withPhase(phase(containers, begun, over))
                .withConditions(List.copyOf(conditions.values()))
                .withContainerStatuses(
                        containers.stream().map(RunningContainer::status).toList())
                .withHostIP(Node.HOST)
                .withPodIP(address)
                .addNewPodIP(address)
                .withStartTime(startTime)
                .build();
    }

    private static String phase(List<RunningContainer> containers, boolean begun, boolean over) {
        if (over) {
            return containers.stream().allMatch(RunningContainer::succeeded) ? "Succeeded" : "Failed";
        }
        return begun ? "Running" : "Pending";
    }

    private void set(String type, boolean value) {
        String status = value ? "True" : "False";
        PodCondition former = conditions.get(type);
        if (former == null || !former.getStatus().equals(status)) {
            conditions.put(
                    type,
                    new PodConditionBuilder()
                            .withType(type)
                            .withStatus(status)
                            .withLastTransitionTime(Instant.now().toString())
                            .build());
        }
    }
}
