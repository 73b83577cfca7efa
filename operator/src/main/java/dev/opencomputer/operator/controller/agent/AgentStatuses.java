/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentStatus;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.agent.Observed.History;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.StoreId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Reads an Agent's status into what it records, and makes the status that a verdict calls for. */
final class AgentStatuses {

    private AgentStatuses() {}

    static Holding holding(Agent agent, boolean claimIsFresh) {
        AgentStatus status = agent.getStatus();
        if (status == null) {
            return Holding.NOTHING;
        }
        return new Holding(
                Optional.ofNullable(status.getId())
                        .map(id -> new Claim(
                                new AgentId(id),
                                Optional.ofNullable(status.getOrganisation()),
                                Objects.requireNonNullElse(status.getConnection(), ""))),
                claimIsFresh,
                status.getSecretStore() != null,
                Optional.ofNullable(status.getSecretStoreId()).map(StoreId::new),
                Optional.ofNullable(status.getAppliedDigest()));
    }

    /**
     * What became of the Agent so far.
     *
     * @param agent the Agent
     * @param settledGeneration the last generation that this process saw settle, which a failure since then hides in
     *     the status
     * @param recentRepairs how often drift was repaired
     * @param owesLook whether somebody asked for a look that has not succeeded yet
     */
    static History history(Agent agent, long settledGeneration, int recentRepairs, boolean owesLook) {
        AgentStatus status = agent.getStatus();
        if (status == null) {
            return new History(false, false, Optional.empty(), recentRepairs, Optional.empty());
        }
        Long generation = agent.getMetadata().getGeneration();
        boolean looked = Objects.equals(generation, status.getObservedGeneration());
        boolean unchanged = looked && !owesLook;
        Optional<Verdict> standing = Conditions.readyReason(status.getConditions())
                .map(reason -> Verdict.of(
                        reason,
                        Conditions.find(status.getConditions(), ConditionType.READY)
                                .orElseThrow()
                                .getMessage()));
        boolean inPlace = Objects.equals(generation, settledGeneration)
                || (looked
                        && standing.map(Verdict::reason)
                                .filter(reason -> isSettled(reason)
                                        || (reason == ConditionReason.NOT_ACCEPTED && unchanged)
                                        // A store is refused once the record is done, and then the claim stays.
                                        || (reason == ConditionReason.ADOPTION_REFUSED && status.getId() != null))
                                .isPresent());
        return new History(unchanged, inPlace, standing, recentRepairs, Optional.empty());
    }

    /** Whether a verdict says that OpenComputer was brought to this generation of the spec. */
    static boolean isSettled(ConditionReason reason) {
        return switch (reason) {
            // Of keys is told only where all else is in sync.
            case IN_SYNC, CONTENDED, SECRETS_PENDING, SECRETS_FAILING -> true;
            default -> false;
        };
    }

    /** The status of an Agent that announces what it is going to make. */
    static AgentStatus announcing(Agent agent, Claim claim, boolean withStore) {
        AgentStatus status = copy(agent.getStatus());
        claim(status, claim);
        if (withStore) {
            status.setSecretStore(claim.id().storeName());
        }
        return status;
    }

    /** The status after a verdict. */
    static AgentStatus after(Agent agent, Verdict verdict, Desired desired, Observed observed, Instant now) {
        AgentStatus before = agent.getStatus();
        AgentStatus status = copy(before);
        if (!observed.connection().leadsElsewhere()) {
            hold(status, verdict, desired, observed);
        }
        Annotations.reconcileAt(agent).ifPresent(status::setLastHandledReconcileAt);
        long generation = agent.getMetadata().getGeneration();
        status.setObservedGeneration(generation);
        status.setConditions(Conditions.of(
                verdict.reason(), verdict.message(), generation, before == null ? null : before.getConditions(), now));
        return status;
    }

    /** What the Agent holds now. Another organisation's answers say nothing about it. */
    private static void hold(AgentStatus status, Verdict verdict, Desired desired, Observed observed) {
        if (verdict.claim() == ClaimFate.WITHDRAW) {
            claim(status, null);
            store(status, null, Optional.empty());
            status.setAppliedDigest(null);
            status.setForeignKeys(null);
        } else if (holdsId(verdict, observed)) {
            claim(status, observed.claimOn(desired.id()));
            String formerStore = status.getSecretStoreId();
            store(status, verdict, desired, observed);
            if (formerStore != null && !formerStore.equals(status.getSecretStoreId())) {
                status.setForeignKeys(null);
            }
            status.setAppliedDigest(appliedDigest(verdict, observed));
            status.setForeignKeys(foreignKeys(status, observed));
        }
    }

    /** Whether the Agent holds its id with a verdict, so that its store may be written. */
    static boolean mayWriteKeys(Verdict verdict, Observed observed) {
        return switch (verdict.reason()) {
            case ID_CONFLICT, ID_NOT_ALLOWED -> false;
            default -> verdict.claim() != ClaimFate.WITHDRAW && holdsId(verdict, observed);
        };
    }

    private static boolean holdsId(Verdict verdict, Observed observed) {
        return verdict.claim() == ClaimFate.RECORD
                || observed.wrote()
                || observed.holding().claim().isPresent();
    }

    /** A store that is found is the Agent's own, unless it refuses what others made. */
    private static void store(AgentStatus status, Verdict verdict, Desired desired, Observed observed) {
        Holding holding = observed.holding();
        boolean ours =
                (holding.storeClaimed() || !desired.refusesAdoption()) && verdict.claim() != ClaimFate.WITHDRAW_STORE;
        Optional<StoreId> id = holding.storeId();
        boolean there = holding.storeClaimed();
        if (observed.store() instanceof StoreView.Found found) {
            id = Optional.of(found.store().id());
            there = true;
        } else if (observed.store() instanceof StoreView.Absent && verdict.claim() == ClaimFate.RECORD) {
            there = there && id.isEmpty();
            id = Optional.empty();
        }
        store(status, ours && there ? desired.id().storeName() : null, id);
    }

    /** The digest of what was written, or of what was found to say the same already. */
    private static String appliedDigest(Verdict verdict, Observed observed) {
        boolean inSync =
                verdict.reason() == ConditionReason.IN_SYNC || verdict.reason() == ConditionReason.NOT_ACCEPTED;
        return inSync && observed.record() instanceof RecordView.Found found
                ? found.content().digest()
                : observed.holding().appliedDigest().orElse(null);
    }

    /** None is absent, so that a new Agent costs no write when its keys are counted for the first time. */
    private static Integer foreignKeys(AgentStatus status, Observed observed) {
        if (status.getSecretStore() == null) {
            return null;
        }
        if (observed.keys() instanceof KeysView.Listed listed) {
            return listed.foreign() == 0 ? null : (Integer) listed.foreign();
        }
        return status.getForeignKeys();
    }

    private static void claim(AgentStatus status, Claim claim) {
        status.setId(claim == null ? null : claim.id().value());
        status.setConnection(claim == null ? null : claim.connection());
        status.setOrganisation(claim == null ? null : claim.organisation().orElse(null));
    }

    private static void store(AgentStatus status, String name, Optional<StoreId> id) {
        status.setSecretStore(name);
        status.setSecretStoreId(name == null ? null : id.map(StoreId::value).orElse(null));
    }

    static AgentStatus copy(AgentStatus status) {
        AgentStatus copy = new AgentStatus();
        if (status != null) {
            copy.setId(status.getId());
            copy.setOrganisation(status.getOrganisation());
            copy.setConnection(status.getConnection());
            copy.setSecretStore(status.getSecretStore());
            copy.setSecretStoreId(status.getSecretStoreId());
            copy.setAppliedDigest(status.getAppliedDigest());
            copy.setForeignKeys(status.getForeignKeys());
            copy.setSecretsFrom(status.getSecretsFrom());
            copy.setLastHandledReconcileAt(status.getLastHandledReconcileAt());
            copy.setObservedGeneration(status.getObservedGeneration());
            copy.setConditions(status.getConditions());
        }
        return copy;
    }
}
