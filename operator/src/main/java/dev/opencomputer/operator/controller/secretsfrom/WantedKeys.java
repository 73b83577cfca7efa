/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.Patterns;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.api.SecretsSource;
import dev.opencomputer.operator.api.Wildcard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys that an Agent's {@code secretsFrom} asks for, and what of it cannot be had. A pure function of the entries, of
 * what the Secrets have, and of the AgentSecrets that were made before.
 *
 * @param byKey the keys
 * @param troubles names that are no keys, keys that are named and not there, and Secrets that give none
 * @param doubled keys that more than one entry gives, each with the Secret of the last one, which counts
 */
record WantedKeys(SortedMap<String, WantedKey> byKey, SortedSet<Trouble> troubles, SortedMap<String, String> doubled) {

    private static final Pattern KEY = Pattern.compile(Patterns.ENVIRONMENT_NAME);

    static WantedKeys of(List<SecretsSource> sources, Map<String, SecretKeys> secrets, List<AgentSecret> made) {
        WantedKeys wanted = new WantedKeys(new TreeMap<>(), new TreeSet<>(), new TreeMap<>());
        for (SecretsSource source : sources) {
            wanted.add(source, secrets.get(source.getSecretRef().getName()), made);
        }
        return wanted;
    }

    private void add(SecretsSource source, SecretKeys keys, List<AgentSecret> made) {
        String secret = source.getSecretRef().getName();
        String prefix = Optional.ofNullable(source.getPrefix()).orElse("");
        List<String> hosts = Optional.ofNullable(source.getAllowedHosts()).orElse(List.of());
        Optional<Filter> filter = Optional.ofNullable(source.getKeys()).map(Filter::of);
        Set<String> names;
        if (keys instanceof SecretKeys.Present present) {
            names = present.names();
            filter.map(Filter::exact).orElse(Set.of()).stream()
                    .filter(asked -> !names.contains(asked))
                    .forEach(asked ->
                            troubles.add(Trouble.ofKey(secret, prefix + asked, ConditionReason.SECRET_KEY_NOT_FOUND)));
        } else {
            // What is missing takes nothing away: it has the keys that it gave.
            if (keys instanceof SecretKeys.Unusable unusable) {
                troubles.add(Trouble.ofSecret(secret, unusable));
            }
            names = given(secret, prefix, made);
        }
        for (String name : new TreeSet<>(names)) {
            if (filter.map(one -> one.means(name)).orElse(true)) {
                add(new WantedKey(prefix + name, secret, name, hosts));
            }
        }
    }

    /** Which keys of a Secret are meant; split once, since it is asked for each of them. */
    private record Filter(Set<String> exact, List<Wildcard> patterns) {

        private static Filter of(List<String> texts) {
            Map<Boolean, List<Wildcard>> parts =
                    texts.stream().map(Wildcard::new).collect(Collectors.partitioningBy(Wildcard::isPattern));
            return new Filter(
                    parts.get(false).stream().map(Wildcard::text).collect(Collectors.toSet()), parts.get(true));
        }

        private boolean means(String name) {
            return exact.contains(name) || patterns.stream().anyMatch(pattern -> pattern.matches(name));
        }
    }

    private void add(WantedKey wanted) {
        if (!KEY.matcher(wanted.key()).matches()) {
            troubles.add(Trouble.ofKey(wanted, ConditionReason.INVALID_KEY_NAME));
        } else if (byKey.put(wanted.key(), wanted) != null) {
            doubled.put(wanted.key(), wanted.secret());
        }
    }

    private static Set<String> given(String secret, String prefix, List<AgentSecret> made) {
        return made.stream()
                .filter(child -> Children.source(child)
                        .filter(source -> source.getName().equals(secret)
                                && child.getSpec().getKey().equals(prefix + source.getKey()))
                        .isPresent())
                .flatMap(child -> Children.source(child).stream())
                .map(SecretKeyReference::getKey)
                .collect(Collectors.toSet());
    }
}
