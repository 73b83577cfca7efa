/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretSpec;
import dev.opencomputer.operator.api.AgentSecretStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.SecretKeyReference;
import dev.opencomputer.operator.controller.agent.AgentState;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.controller.secret.Observed.History;
import dev.opencomputer.operator.controller.secret.Observed.Refusal;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/** Reads an AgentSecret's status into what it records, and makes the status that a verdict calls for. */
final class SecretStatuses {

    private SecretStatuses() {}

    static Holding holding(AgentSecret secret) {
        AgentSecretStatus status = secret.getStatus();
        return status == null
                ? Holding.NOTHING
                : new Holding(
                        Optional.ofNullable(status.getStoreId()).map(StoreId::new),
                        Optional.ofNullable(status.getAppliedDigest()),
                        new WriteMark(Optional.empty(), time(status.getWrittenAt())));
    }

    /** None for what nobody can read: the status is not this program's alone to write. */
    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    static History history(AgentSecret secret, int recentRepairs, Optional<Refusal> refusal) {
        AgentSecretStatus status = secret.getStatus();
        if (status == null) {
            return new History(false, recentRepairs, false, refusal);
        }
        boolean looked = Objects.equals(secret.getMetadata().getGeneration(), status.getObservedGeneration());
        boolean handled = Annotations.reconcileAt(secret)
                .map(asked -> asked.equals(status.getLastHandledReconcileAt()))
                .orElse(true);
        boolean unchanged = looked && handled;
        boolean notAccepted = unchanged && standing(secret).equals(Optional.of(ConditionReason.NOT_ACCEPTED));
        return new History(unchanged, recentRepairs, notAccepted, refusal);
    }

    /** The reason that {@code Ready} carries now. */
    static Optional<ConditionReason> standing(AgentSecret secret) {
        return Optional.ofNullable(secret.getStatus())
                .flatMap(status -> Conditions.readyReason(status.getConditions()));
    }

    /** Whether the object ever put its key upstream, or may have. */
    static boolean hasPut(AgentSecret secret) {
        return secret.getStatus() != null && secret.getStatus().getStoreId() != null;
    }

    /** The status after a verdict. */
    static AgentSecretStatus after(AgentSecret secret, Verdict verdict, Observed observed, Instant now) {
        AgentSecretStatus before = secret.getStatus();
        AgentSecretStatus status = copy(before);
        Holding holding = observed.holding();
        if (holding.storeId().isPresent() && holding.digest().isEmpty()) {
            // Also of a PUT that was done while no status could be written.
            status.setStoreId(holding.storeId().get().value());
            status.setAppliedDigest(null);
            status.setWrittenAt(null);
        }
        if (observed.value() instanceof ValueView.Present value) {
            status.setSealingKeyId(value.sealingKeyId().orElse(null));
            status.setSource(source(secret.getSpec()));
            if (observed.key().isPut()) {
                setStore(status, observed);
                String setAt = millis(now);
                status.setValueSetAt(valueSetAt(status, value, setAt));
                status.setAppliedDigest(value.digest());
                status.setValueDigest(value.valueDigest());
                status.setSetAt(setAt);
                status.setWrittenAt(
                        observed.key().writtenAt().map(Instant::toString).orElse(null));
            }
        }
        if (observed.key() instanceof KeyView.Unanswered) {
            // Which value is there is not known, so that no value counts as applied; but one of ours may be.
            setStore(status, observed);
            status.setAppliedDigest(null);
            status.setWrittenAt(null);
        }
        status.setAcceptedAt(acceptedAt(secret, status, observed));
        if (status.getValueSetAt() != null
                && time(status.getValueSetAt())
                        .filter(since -> !since.isAfter(now))
                        .isEmpty()) {
            // By a clock that was ahead, or by hand: an age that begins some time would not be told until then.
            status.setValueSetAt(millis(now));
        }
        Annotations.reconcileAt(secret).ifPresent(status::setLastHandledReconcileAt);
        long generation = secret.getMetadata().getGeneration();
        status.setObservedGeneration(generation);
        status.setConditions(Conditions.of(
                verdict.reason(), verdict.message(), generation, before == null ? null : before.getConditions(), now));
        return status;
    }

    /**
     * Completes a status that is written anyway with the time of a key which an earlier release put, so that a restart
     * does not forget it.
     */
    static void learnWrittenAt(AgentSecretStatus status, Verdict verdict, Observed observed) {
        if (status.getWrittenAt() == null
                && verdict.reason() == ConditionReason.IN_SYNC
                && observed.key() instanceof KeyView.Found found) {
            status.setWrittenAt(found.updatedAt().map(Instant::toString).orElse(null));
        }
    }

    /** Since when a value that was put is there; the same as before, it may be so in a status that does not say since when. */
    private static String valueSetAt(AgentSecretStatus before, ValueView.Present value, String now) {
        if (value.digest().equals(before.getAppliedDigest())) {
            return Optional.ofNullable(before.getValueSetAt())
                    .or(() -> Optional.ofNullable(before.getSetAt()))
                    .orElse(now);
        }
        return isNew(before, value) ? now : before.getValueSetAt();
    }

    private static String millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static boolean isNew(AgentSecretStatus status, ValueView.Present value) {
        return status.getValueSetAt() == null
                || status.getValueDigest() == null
                || ValueDigests.areOfTwoValues(status.getValueDigest(), value.valueDigest());
    }

    private static String source(AgentSecretSpec spec) {
        if (spec.getValueFrom() == null) {
            return "sealed";
        }
        SecretKeyReference reference = spec.getValueFrom().getSecretKeyRef();
        return "secret/" + reference.getName() + "/" + reference.getKey();
    }

    /** Of the value that the object has now, if that is the one at OpenComputer: the digest is one of the annotation, too. */
    private static String acceptedAt(AgentSecret secret, AgentSecretStatus status, Observed observed) {
        if (observed.value() instanceof ValueView.Present value) {
            return value.digest().equals(status.getAppliedDigest())
                    ? Annotations.acceptedAt(secret).orElse(null)
                    : null;
        }
        return status.getAppliedDigest() == null ? null : status.getAcceptedAt();
    }

    private static void setStore(AgentSecretStatus status, Observed observed) {
        AgentState agent = observed.agent().orElseThrow();
        status.setAgentId(agent.id().value());
        status.setStoreId(agent.storeId().orElseThrow().value());
    }

    private static AgentSecretStatus copy(AgentSecretStatus status) {
        AgentSecretStatus copy = new AgentSecretStatus();
        if (status != null) {
            copy.setAgentId(status.getAgentId());
            copy.setStoreId(status.getStoreId());
            copy.setSetAt(status.getSetAt());
            copy.setValueSetAt(status.getValueSetAt());
            copy.setValueDigest(status.getValueDigest());
            copy.setSource(status.getSource());
            copy.setAppliedDigest(status.getAppliedDigest());
            copy.setWrittenAt(status.getWrittenAt());
            copy.setAcceptedAt(status.getAcceptedAt());
            copy.setSealingKeyId(status.getSealingKeyId());
            copy.setResealedValue(status.getResealedValue());
            copy.setResealedFrom(status.getResealedFrom());
            copy.setLastHandledReconcileAt(status.getLastHandledReconcileAt());
            copy.setObservedGeneration(status.getObservedGeneration());
            copy.setConditions(status.getConditions());
        }
        return copy;
    }
}
