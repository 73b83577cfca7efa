/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.wire.AgentSecretJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;

/** An AgentSecret as the API shows it: never its value. */
public final class SecretView {

    private SecretView() {}

    /** One key of an agent. */
    public static AgentSecretJson of(AgentSecret secret) {
        return new AgentSecretJson(secret.getSpec().getKey(), secret.getSpec().getAllowedHosts(), shownTime(secret));
    }

    /** When some value of it reached OpenComputer; absent when none did. */
    public static Optional<String> setAt(AgentSecret secret) {
        return Optional.ofNullable(secret.getStatus()).map(AgentSecretStatus::getSetAt);
    }

    /** When this value reached OpenComputer, or until then when it was accepted; null for one of others until then. */
    private static String shownTime(AgentSecret secret) {
        Optional<String> setAt = setAt(secret);
        Optional<String> acceptedAt =
                SecretObjects.acceptedAt(secret).filter(text -> time(text).isPresent());
        if (setAt.isPresent() && (acceptedAt.isEmpty() || isInSync(secret))) {
            return setAt.get();
        }
        return Stream.concat(setAt.stream(), acceptedAt.stream())
                .max((one, other) ->
                        time(one).orElse(Instant.MIN).compareTo(time(other).orElse(Instant.MIN)))
                .orElse(null);
    }

    private static boolean isInSync(AgentSecret secret) {
        AgentSecretStatus status = secret.getStatus();
        return secret.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition -> ConditionType.READY.value().equals(condition.getType())
                                && "True".equals(condition.getStatus()));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
