/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.agents;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.wire.AgentSecretJson;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;

/** An AgentSecret as the API shows it: never its value. */
public final class SecretView {

    private SecretView() {}

    /** One key of an agent. */
    public static AgentSecretJson of(AgentSecret secret) {
        return new AgentSecretJson(
                secret.getSpec().getKey(), secret.getSpec().getAllowedHosts(), shownTime(secret), !hasArrived(secret));
    }

    /** Tells of later states of an AgentSecret whether the operator has spoken of this one. */
    static Predicate<AgentSecret> reportOn(AgentSecret written) {
        // Each value is sealed anew: the same one put again is another generation, too.
        long generation = written.getMetadata().getGeneration();
        return secret -> Optional.ofNullable(secret.getStatus())
                .map(AgentSecretStatus::getObservedGeneration)
                .filter(observed -> observed >= generation)
                .isPresent();
    }

    /** When some value of it reached OpenComputer; absent when none did. */
    public static Optional<String> setAt(AgentSecret secret) {
        return Optional.ofNullable(secret.getStatus()).map(AgentSecretStatus::getSetAt);
    }

    /** When this value reached OpenComputer, or until then when it was accepted; null for one of others until then. */
    private static String shownTime(AgentSecret secret) {
        Optional<String> setAt = setAt(secret);
        return hasArrived(secret)
                ? setAt.orElse(null)
                : acceptedAt(secret).filter(SecretView::isTime).or(() -> setAt).orElse(null);
    }

    /** Whether this value is known to have reached OpenComputer. */
    private static boolean hasArrived(AgentSecret secret) {
        if (setAt(secret).isEmpty() || !reportOn(secret).test(secret)) {
            return false;
        }
        // Later trouble, such as an outage, does not take back what has arrived.
        return isReady(secret)
                || acceptedAt(secret)
                        .filter(accepted -> accepted.equals(secret.getStatus().getAcceptedAt()))
                        .isPresent();
    }

    private static Optional<String> acceptedAt(AgentSecret secret) {
        return SecretObjects.acceptedAt(secret);
    }

    private static boolean isReady(AgentSecret secret) {
        AgentSecretStatus status = secret.getStatus();
        return status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition -> ConditionType.READY.value().equals(condition.getType())
                                && "True".equals(condition.getStatus()));
    }

    private static boolean isTime(String text) {
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
