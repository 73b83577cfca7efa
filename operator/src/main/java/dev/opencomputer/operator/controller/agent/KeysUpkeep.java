/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.controller.secretsfrom.Keeping;
import dev.opencomputer.operator.controller.secretsfrom.KeysReport;
import dev.opencomputer.operator.controller.secretsfrom.WholeSecrets;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The part of an Agent's reconcile that is about the keys of whole Secrets. It asks nothing of OpenComputer, so that it can
 * be had alone: each of a hundred keys that is put into the store calls for it.
 */
final class KeysUpkeep {

    /** Counts and names alone are told no more often: of a hundred keys that fail one by one each would be a write. */
    private static final Duration COUNTS_EVERY = Duration.ofSeconds(10);

    private final WholeSecrets secrets;
    private final AgentDirectory directory;
    private final AgentReporter reporter;

    KeysUpkeep(WholeSecrets secrets, AgentDirectory directory, AgentReporter reporter) {
        this.secrets = secrets;
        this.directory = directory;
        this.reporter = reporter;
    }

    /** Looks at everything, as part of a whole reconcile that has come to its end. */
    Optional<Keeping> look(Agent agent, AgentMemory.Entry remembered, boolean holdsId) {
        return look(agent, remembered, holdsId, true);
    }

    /** Does what there is to do, once the status has told of it. */
    void carryOut(Agent reported, AgentMemory.Entry remembered, Optional<Keeping> keys) {
        if (keys.isPresent() && !secrets.carryOut(keys.get(), remembered.children())) {
            AgentMemory.Settled settled = remembered.settled().orElseThrow();
            tell(reported, remembered, settled, look(reported, remembered, settled.holdsId(), false));
        }
    }

    /** A reconcile for the keys alone, of an Agent of which all else was settled before. */
    UpdateControl<Agent> run(Agent agent, AgentMemory.Entry remembered) {
        AgentMemory.Settled settled = remembered.settled().orElseThrow();
        Optional<Keeping> keys = look(agent, remembered, settled.holdsId(), false);
        Optional<KeysReport> report = keys.map(Keeping::report);
        boolean waits = report.filter(said -> KeysTold.standsFor(agent.getStatus(), said))
                .filter(said -> remembered.sinceKeysTold().compareTo(COUNTS_EVERY) < 0)
                .filter(said -> reporter.isNews(agent, settled.verdict(), report))
                .isPresent();
        Agent reported = waits ? agent : tell(agent, remembered, settled, keys);
        carryOut(reported, remembered, keys);
        Duration next = remembered.untilDue();
        return UpdateControl.<Agent>noUpdate()
                .rescheduleAfter(waits && COUNTS_EVERY.compareTo(next) < 0 ? COUNTS_EVERY : next);
    }

    private Optional<Keeping> look(Agent agent, AgentMemory.Entry remembered, boolean holdsId, boolean anew) {
        List<AgentSecret> ofAgent = directory.secretsOf(agent);
        Optional<Keeping> keys = WholeSecrets.concern(agent, ofAgent)
                ? Optional.of(secrets.look(agent, ofAgent, remembered.children(), holdsId, anew))
                : Optional.empty();
        remembered.keys(keys.map(Keeping::report));
        return keys;
    }

    private Agent tell(Agent agent, AgentMemory.Entry remembered, AgentMemory.Settled settled, Optional<Keeping> keys) {
        Optional<KeysReport> report = keys.map(Keeping::report);
        if (!reporter.isNews(agent, settled.verdict(), report)) {
            return agent;
        }
        Agent reported = reporter.reportKeys(agent, settled.verdict(), report);
        remembered.wrote(reported);
        remembered.keysTold();
        return reported;
    }
}
