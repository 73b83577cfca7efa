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

    /**
     * The time until the next look at an Agent that was looked at. What there is to do is done by a reconcile for the keys
     * alone, which begins at once: it may be a thousand writes, and neither the connection nor the agent waits for them.
     */
    static Duration untilNext(Optional<Keeping> keys, Duration otherwise) {
        return sooner(keys.flatMap(Keeping::untilNext), otherwise);
    }

    private static Duration sooner(Optional<Duration> one, Duration other) {
        return one.filter(soon -> soon.compareTo(other) < 0).orElse(other);
    }

    /**
     * A reconcile for the keys alone, of an Agent of which all else was settled before: tells how they stand, and then does
     * what there is to do.
     */
    UpdateControl<Agent> run(Agent agent, AgentMemory.Entry remembered) {
        AgentMemory.Settled settled = remembered.settled().orElseThrow();
        Optional<Keeping> keys = look(agent, remembered, settled.holdsId(), false);
        Optional<KeysReport> report = keys.map(Keeping::report);
        boolean news = reporter.isNews(agent, settled.verdict(), report);
        boolean waits = news
                && remembered.sinceKeysTold().compareTo(COUNTS_EVERY) < 0
                && report.filter(said -> KeysTold.standsFor(agent.getStatus(), said))
                        .isPresent();
        boolean taken;
        try {
            if (news && !waits) {
                remembered.wrote(reporter.reportKeys(agent, settled.verdict(), report));
                remembered.keysTold();
            }
        } finally {
            // A status that is refused keeps no key in the store that was revoked.
            taken = keys.isEmpty() || secrets.carryOut(keys.get(), remembered.children());
        }
        if (!taken) {
            // The next look tells what was not taken.
            return UpdateControl.<Agent>noUpdate().reschedule();
        }
        Duration next = sooner(keys.flatMap(Keeping::untilRead), remembered.untilDue());
        return UpdateControl.<Agent>noUpdate().rescheduleAfter(waits ? sooner(Optional.of(COUNTS_EVERY), next) : next);
    }

    /**
     * Looks at them.
     *
     * @param holdsId whether the Agent holds its id, so that something may be done
     * @param anew whether at everything, and not only at what is known to have changed
     */
    Optional<Keeping> look(Agent agent, AgentMemory.Entry remembered, boolean holdsId, boolean anew) {
        List<AgentSecret> ofAgent = directory.secretsOf(agent);
        if (anew) {
            remembered.looksAnew();
        }
        Optional<Keeping> keys = WholeSecrets.concern(agent, ofAgent)
                ? Optional.of(secrets.look(agent, ofAgent, remembered.children(), holdsId, anew))
                : Optional.empty();
        remembered.keys(keys.map(Keeping::report));
        return keys;
    }
}
