/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.agent.Plan.CreateRecord;
import dev.opencomputer.operator.controller.agent.Plan.GetRecord;
import dev.opencomputer.operator.controller.agent.Plan.ListRecords;
import dev.opencomputer.operator.controller.agent.Plan.PatchRecord;
import dev.opencomputer.operator.controller.agent.Plan.Settle;
import dev.opencomputer.operator.controller.agent.RecordView.Found;
import dev.opencomputer.operator.controller.agent.Verdict.ClaimFate;
import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.List;
import java.util.Optional;

/** The part of {@link AgentDecision} that is about the agent's record. */
final class RecordDecision {

    private RecordDecision() {}

    /** The next step for the record; empty when nothing is left to do. */
    static Optional<Plan> next(Desired desired, Observed observed) {
        if (!observed.connection().agentsApi()) {
            return Optional.empty();
        }
        Optional<String> applied = observed.holding().appliedDigest();
        boolean unchanged = observed.history().unchanged();
        RecordView view = observed.record();
        if (view instanceof RecordView.NotLooked) {
            // A POST answers both questions at once: whether there is one, and, if not, it makes it.
            if (applied.isEmpty() && !desired.paused()) {
                return Optional.of(new CreateRecord(desired.content(), false));
            }
            return Optional.of(unchanged ? new ListRecords(Freshness.RECENT) : new GetRecord());
        }
        if (view instanceof RecordView.Taken) {
            // A record that was ours and is made anew stays ours, whoever was faster.
            return Optional.of(
                    desired.refusesAdoption() && observed.holding().claimIsFresh() && applied.isEmpty()
                            ? new Settle(new Verdict(
                                    ConditionReason.ADOPTION_REFUSED,
                                    Messages.recordExists(desired.id()),
                                    ClaimFate.WITHDRAW))
                            : new GetRecord());
        }
        if (view instanceof RecordView.Unproven unproven) {
            return Optional.of(AgentDecision.inDoubt(desired, unproven.again(), new ListRecords(Freshness.NOW)));
        }
        if (view instanceof RecordView.Listed listed) {
            return compare(desired, observed, listed);
        }
        boolean drift = observed.history().inPlace() && applied.isPresent();
        if (view instanceof Found found) {
            return bring(desired, observed, found, drift);
        }
        return Optional.of(AgentDecision.repair(observed, new CreateRecord(desired.content(), drift)));
    }

    /** A listing tells no more than whether the record is as it was; anything else is read from the record itself. */
    private static Optional<Plan> compare(Desired desired, Observed observed, RecordView.Listed listed) {
        if (isAsApplied(observed, listed.digest()) && !mayHideComplaint(observed)) {
            return Optional.empty();
        }
        return Optional.of(
                desired.content().sameCoreAndModel(listed.coreAndModel())
                        ? new GetRecord()
                        : AgentDecision.settle(
                                ConditionReason.IMMUTABLE_MISMATCH, Messages.immutableMismatch(desired.id())));
    }

    /** Whether the last verdict was about something else, so that what the server did not accept was not said in it. */
    private static boolean mayHideComplaint(Observed observed) {
        return observed.history()
                .standing()
                .map(Verdict::reason)
                .filter(reason -> reason == ConditionReason.CONTENDED || reason == ConditionReason.ADOPTION_REFUSED)
                .isPresent();
    }

    private static Optional<Plan> bring(Desired desired, Observed observed, Found found, boolean drift) {
        if (found.before().isPresent() || isAsApplied(observed, found.content().digest())) {
            return Optional.empty();
        }
        if (desired.content().isSaidBy(found.content(), desired.id())) {
            return Optional.empty();
        }
        if (!desired.content().sameCoreAndModel(found.content())) {
            return Optional.of(
                    AgentDecision.settle(ConditionReason.IMMUTABLE_MISMATCH, Messages.immutableMismatch(desired.id())));
        }
        return Optional.of(AgentDecision.repair(
                observed, new PatchRecord(desired.content().mergePatchFrom(found.content()), found.content(), drift)));
    }

    /** Whether the record still says what the server answered to the write of this generation. */
    private static boolean isAsApplied(Observed observed, String digest) {
        return observed.history().inPlace()
                && observed.holding().appliedDigest().equals(Optional.of(digest));
    }

    /** What the server did not accept of the record, if anything. */
    static Optional<String> complaint(Desired desired, Observed observed) {
        if (observed.record() instanceof RecordView.Listed) {
            return standingComplaint(observed);
        }
        if (!(observed.record() instanceof Found found)) {
            return Optional.empty();
        }
        if (found.before().isEmpty()) {
            return isAsApplied(observed, found.content().digest())
                    ? standingComplaint(observed).or(() -> contradiction(desired, found, RecordContent.empty()))
                    : Optional.empty();
        }
        return contradiction(desired, found, found.before().get());
    }

    /** Nothing was written now: what was not accepted then still is not. */
    private static Optional<String> standingComplaint(Observed observed) {
        return observed.history()
                .standing()
                .filter(verdict -> verdict.reason() == ConditionReason.NOT_ACCEPTED)
                .map(verdict -> Messages.withoutAllowlist(verdict.message()))
                .filter(message -> !message.isEmpty());
    }

    private static Optional<String> contradiction(Desired desired, Found found, RecordContent before) {
        List<String> paths = desired.content().contradictionsIn(found.content(), before);
        return paths.isEmpty() ? Optional.empty() : Optional.of(Messages.recordNotAccepted(paths));
    }
}
