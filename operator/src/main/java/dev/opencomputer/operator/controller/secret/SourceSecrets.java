/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.controller.policy.LabelRule;
import dev.opencomputer.operator.controller.policy.Policies;
import dev.opencomputer.operator.controller.secretsfrom.SecretKeys;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads entries of Secrets at the moment of need, and refuses those that are never to leave the cluster. */
final class SourceSecrets {

    private static final Set<String> FORBIDDEN_TYPES =
            Set.of("kubernetes.io/service-account-token", "helm.sh/release.v1");

    private final KubernetesClient client;
    private final String operatorNamespace;
    private final Policies policies;

    /**
     * Reads through a client.
     *
     * @param client the client
     * @param operatorNamespace where the operator's own Secrets are, which are no source
     * @param policies say which label a source must carry
     */
    SourceSecrets(KubernetesClient client, String operatorNamespace, Policies policies) {
        this.client = client;
        this.operatorNamespace = operatorNamespace;
        this.policies = policies;
    }

    /** What came of reading. */
    sealed interface Answer {

        /** The entry; its content is never shown. */
        final class Entry implements Answer {

            private final String name;
            private final byte[] bytes;

            Entry(String name, byte[] bytes) {
                this.name = name;
                this.bytes = bytes.clone();
            }

            /** What it is called, for messages. */
            String name() {
                return name;
            }

            byte[] bytes() {
                return bytes.clone();
            }
        }

        /**
         * There is no entry that may be used.
         *
         * @param reason why
         * @param message what is wrong and what to do
         */
        record Unusable(ConditionReason reason, String message) implements Answer {}
    }

    /** One entry of a Secret. */
    Answer read(String namespace, SecretKeyReference reference) {
        String name = reference.getName();
        Found found = find(namespace, name, "valueFrom.secretKeyRef.name");
        if (found.unusable.isPresent()) {
            return found.unusable.get();
        }
        String entry = found.data.get(reference.getKey());
        if (entry == null) {
            return new Answer.Unusable(
                    ConditionReason.SECRET_KEY_NOT_FOUND,
                    "The Secret " + name + " has no entry " + reference.getKey() + ". Add it, or correct"
                            + " valueFrom.secretKeyRef.key; what is at OpenComputer stays meanwhile.");
        }
        return new Answer.Entry(
                reference.getKey() + " of Secret " + name, Base64.getDecoder().decode(entry));
    }

    /** The names of a Secret's entries; their content is left where it is. */
    SecretKeys keys(String namespace, String name) {
        Found found;
        try {
            found = find(namespace, name, "its name in secretsFrom");
        } catch (KubernetesClientException e) {
            if (e.getCode() == 0) {
                throw e;
            }
            // Neither the Agent's status nor the keys of its other Secrets wait for this one.
            return new SecretKeys.Unusable(
                    ConditionReason.SECRET_UNREADABLE,
                    "The API server fails to give the Secret " + name + " to the operator, which asks again; what is at"
                            + " OpenComputer stays meanwhile. If kubectl cannot get it either, make it anew.",
                    true);
        }
        return found.unusable
                .<SecretKeys>map(unusable -> new SecretKeys.Unusable(unusable.reason(), unusable.message(), false))
                .orElseGet(() -> new SecretKeys.Present(Set.copyOf(found.data.keySet())));
    }

    /** What a Secret has, or why it may not be used; no record, whose text would show the values. */
    private static final class Found {

        private final Map<String, String> data;
        private final Optional<Answer.Unusable> unusable;

        private Found(Map<String, String> data, Optional<Answer.Unusable> unusable) {
            this.data = data;
            this.unusable = unusable;
        }

        private static Found not(Answer.Unusable why) {
            return new Found(Map.of(), Optional.of(why));
        }
    }

    private Found find(String namespace, String name, String field) {
        if (name.equals(Names.CONNECTION_SECRET)) {
            return forbidden(name, "holds the credentials of a connection to OpenComputer");
        }
        Secret secret;
        try {
            secret = client.secrets().inNamespace(namespace).withName(name).get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Found.not(new Answer.Unusable(
                        ConditionReason.SECRET_UNREADABLE,
                        "The API server does not let the operator read the Secret " + name
                                + ". Grant its service account the right to get Secrets in this namespace."));
            }
            throw e;
        }
        if (secret == null) {
            return Found.not(new Answer.Unusable(
                    ConditionReason.SECRET_NOT_FOUND,
                    "There is no Secret " + name + " in this namespace. Create it, or correct " + field
                            + "; what is at OpenComputer stays meanwhile."));
        }
        if (secret.getType() != null && secret.getType().startsWith(Names.GROUP + "/")) {
            // The label can be taken off, and a copy be made elsewhere; the type stays.
            return forbidden(name, "holds a key of the operator's own");
        }
        if (secret.getType() != null && FORBIDDEN_TYPES.contains(secret.getType())) {
            return forbidden(name, "is of the type " + secret.getType());
        }
        if (namespace.equals(operatorNamespace) && isOperators(secret)) {
            return forbidden(name, "is the operator's own");
        }
        Optional<LabelRule> label = policies.present().requiredLabel().filter(rule -> !rule.isOn(labels(secret)));
        if (label.isPresent()) {
            return Found.not(new Answer.Unusable(
                    ConditionReason.SOURCE_FORBIDDEN,
                    "The Secret " + name + " lacks the label " + label.get() + ", which the administrator requires of"
                            + " every Secret that is sent to OpenComputer. Set it, if this one is meant to be."));
        }
        return new Found(Optional.ofNullable(secret.getData()).orElse(Map.of()), Optional.empty());
    }

    private static boolean isOperators(Secret secret) {
        return labels(secret).containsKey(Names.KEY_PURPOSE);
    }

    private static Map<String, String> labels(Secret secret) {
        return Optional.ofNullable(secret.getMetadata().getLabels()).orElse(Map.of());
    }

    private static Found forbidden(String name, String why) {
        return Found.not(new Answer.Unusable(
                ConditionReason.SOURCE_FORBIDDEN,
                "The Secret " + name + " " + why + ", and is never sent to OpenComputer. Copy the value that is meant"
                        + " into a Secret of its own."));
    }
}
