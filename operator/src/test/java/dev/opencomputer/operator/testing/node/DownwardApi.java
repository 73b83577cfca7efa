/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import io.fabric8.kubernetes.api.model.Pod;

/** What a pod is told about itself. */
final class DownwardApi {

    private DownwardApi() {}

    /** The value of a field, by the path that {@code fieldRef} names. */
    static String value(Pod pod, String address, String path) {
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "spec.nodeName" -> Node.NAME;
            case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
            case "status.podIP" -> address;
            default -> throw new NotUnderstoodException("fieldRef " + path);
        };
    }
}
