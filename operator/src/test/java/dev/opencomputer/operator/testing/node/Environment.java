/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The environment variables that a pod's spec gives to a container. */
final class Environment {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_.-]*)\\)");

    private final Sources sources;
    private final Pod pod;
    private final String address;

    Environment(Sources sources, Pod pod, String address) {
        this.sources = sources;
        this.pod = pod;
        this.address = address;
    }

    /** The variables, in their order; those of optional sources that are not there are left out. */
    Map<String, String> of(List<EnvVar> variables) throws NotYetException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : variables) {
            Optional<String> value = variable.getValueFrom() == null
                    ? Optional.of(
                            expanded(Optional.ofNullable(variable.getValue()).orElse(""), environment))
                    : value(variable.getValueFrom());
            value.ifPresent(text -> environment.put(variable.getName(), text));
        }
        return environment;
    }

    /** A text with what {@code $(NAME)} stands for in it; names that there are not stay as they are. */
    static String expanded(String text, Map<String, String> environment) {
        return REFERENCE
                .matcher(text)
                .replaceAll((MatchResult found) ->
                        Matcher.quoteReplacement(environment.getOrDefault(found.group(1), found.group())));
    }

    private Optional<String> value(EnvVarSource source) throws NotYetException {
        if (source.getFieldRef() != null) {
            return Optional.of(
                    DownwardApi.value(pod, address, source.getFieldRef().getFieldPath()));
        }
        if (source.getSecretKeyRef() != null) {
            return sources.secretEntry(
                    source.getSecretKeyRef().getName(),
                    source.getSecretKeyRef().getKey(),
                    source.getSecretKeyRef().getOptional());
        }
        return sources.configMapEntry(
                source.getConfigMapKeyRef().getName(),
                source.getConfigMapKeyRef().getKey(),
                source.getConfigMapKeyRef().getOptional());
    }
}
