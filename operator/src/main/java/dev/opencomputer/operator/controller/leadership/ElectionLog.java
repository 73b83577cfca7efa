/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells people how an election goes: each thing once, however often it is found. Not safe for use by several threads. */
final class ElectionLog {

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);

    private final Candidacy candidacy;
    private final String name;
    private Optional<String> leadersNamespaces = Optional.empty();
    private Optional<Term> silent = Optional.empty();
    private boolean failing;

    ElectionLog(Candidacy candidacy) {
        this.candidacy = candidacy;
        this.name = candidacy.namespace() + "/" + candidacy.lease();
    }

    void leads() {
        LOG.info("This replica leads: it holds the Lease {} as {}", name, candidacy.identity());
    }

    void taken(Optional<Lease> now) {
        LOG.warn(
                "The Lease {} was taken from this replica{}; it stops its controllers and stands by",
                name,
                now.flatMap(lease -> LeaseView.of(lease).holder())
                        .map(holder -> " by " + holder)
                        .orElse(""));
    }

    void silent(Term term, LeaseTimes times) {
        if (!term.wasTaken() && !silent.equals(Optional.of(term))) {
            LOG.warn(
                    "The Lease {} could not be renewed for {} s; this replica stops its controllers and stands by",
                    name,
                    times.lease().toSeconds());
            silent = Optional.of(term);
        }
    }

    void released() {
        LOG.info("The Lease {} is released", name);
    }

    void notReleased(KubernetesClientException failure) {
        LOG.warn(
                "The Lease {} could not be released ({}); another replica takes it when it has run out",
                name,
                words(failure));
    }

    void worked() {
        if (failing) {
            LOG.info("The Lease {} can be read and written again", name);
            failing = false;
        }
    }

    void failed(KubernetesClientException failure, boolean leading) {
        LOG.atLevel(failing ? Level.DEBUG : Level.WARN)
                .log(
                        "The Lease {} cannot be read or written: {}. {}",
                        name,
                        words(failure),
                        leading
                                ? "Unless that passes soon, this replica stops its controllers and stands by"
                                : "This replica stands by until it can");
        failing = true;
    }

    /** Whose list is not the leader's would have its own namespaces reconciled by nobody. */
    void saw(Lease lease) {
        Optional<String> leaders = Optional.of(lease)
                .filter(present -> LeaseView.of(present).holder().isPresent())
                .flatMap(Neighbour::of)
                .map(leader -> leader.namespaces().text())
                .filter(text -> !text.equals(candidacy.namespaces().text()));
        if (leaders.isPresent() && !leaders.equals(leadersNamespaces)) {
            LOG.warn(
                    "The replica that holds the Lease {} reconciles the namespaces {}, and this one would reconcile {}."
                            + " Unless that is an update that is under way, give each release a --lease-name of its own",
                    name,
                    leaders.get(),
                    candidacy.namespaces().text());
        }
        leadersNamespaces = leaders;
    }

    /** Fails where no waiting helps, and tells of everything else. */
    void giveUpIfHopeless(KubernetesClientException refusal) throws LeaseUnavailableException {
        String tried = "The operator could not get or take the Lease " + name + ": ";
        if (refusal.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
            throw new LeaseUnavailableException(
                    tried + "the API server forbids it. In its own namespace, " + candidacy.namespace()
                            + ", the operator needs get, list, create and update on leases of coordination.k8s.io, or"
                            + " --leader-election=false where one replica is all there is.",
                    refusal);
        }
        if (refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
            throw new LeaseUnavailableException(
                    tried + "there is no namespace " + candidacy.namespace() + ". Create it (kubectl create namespace "
                            + candidacy.namespace() + "), or name the operator's own with --operator-namespace.",
                    refusal);
        }
        failed(refusal, false);
    }

    private static String words(KubernetesClientException failure) {
        return failure.getCode() > 0
                ? "the API server answered " + failure.getCode()
                : "the API server did not answer in time";
    }
}
