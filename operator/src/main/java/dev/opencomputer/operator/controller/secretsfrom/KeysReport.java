/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secretsfrom;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.FailingKey;
import dev.opencomputer.operator.api.SecretsFromStatus;
import java.util.List;
import java.util.Optional;

/**
 * What an Agent's status says of the keys of its {@code secretsFrom}.
 *
 * @param reason the reason of {@code SecretsReady}
 * @param message cause and action
 * @param counts how many keys there are, and which fail; absent as long as nobody has looked
 */
public record KeysReport(ConditionReason reason, String message, Optional<SecretsFromStatus> counts) {

    /** Whether every key is where it should be. */
    public boolean isReady() {
        return reason == ConditionReason.IN_SYNC;
    }

    /** The reason that an Agent's {@code Ready} has for it. */
    public ConditionReason readyReason() {
        return switch (reason) {
            case IN_SYNC, SECRETS_PENDING, PAUSED, AGENT_NOT_READY -> reason;
            default -> ConditionReason.SECRETS_FAILING;
        };
    }

    static KeysReport of(String agent, KeysPlan plan, boolean paused) {
        ConditionReason reason = reason(plan, paused);
        return new KeysReport(reason, KeysMessages.of(agent, reason, plan), Optional.of(counts(plan)));
    }

    /** Of an Agent that does not hold its id, for which nothing is done. */
    static KeysReport ofNothingHeld() {
        return new KeysReport(ConditionReason.AGENT_NOT_READY, KeysMessages.nothingHeld(), Optional.empty());
    }

    private static ConditionReason reason(KeysPlan plan, boolean paused) {
        if (plan.onTheWay()) {
            return paused ? ConditionReason.PAUSED : ConditionReason.SECRETS_PENDING;
        }
        List<ConditionReason> reasons =
                plan.troubles().stream().map(Trouble::reason).distinct().toList();
        return switch (reasons.size()) {
            case 0 -> ConditionReason.IN_SYNC;
            // That of one of its AgentSecrets: the Agent has no annotation to remove.
            case 1 -> reasons.get(0) == ConditionReason.PAUSED ? ConditionReason.SECRETS_FAILING : reasons.get(0);
            default -> ConditionReason.SECRETS_FAILING;
        };
    }

    private static SecretsFromStatus counts(KeysPlan plan) {
        SecretsFromStatus status = new SecretsFromStatus();
        status.setKeys(plan.keys());
        status.setInSync(plan.inSync());
        status.setFailing(
                plan.troubles().isEmpty()
                        ? null
                        : plan.troubles().stream()
                                .limit(SecretsFromStatus.MOST_FAILING)
                                .map(KeysReport::failing)
                                .toList());
        return status;
    }

    private static FailingKey failing(Trouble trouble) {
        FailingKey failing = new FailingKey();
        failing.setSecret(trouble.secret());
        failing.setKey(trouble.key().orElse(null));
        failing.setReason(trouble.reason().value());
        return failing;
    }
}
