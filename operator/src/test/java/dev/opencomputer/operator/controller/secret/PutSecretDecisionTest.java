/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static dev.opencomputer.operator.api.ConditionReason.AGENT_NOT_READY;
import static dev.opencomputer.operator.api.ConditionReason.CONTENDED;
import static dev.opencomputer.operator.api.ConditionReason.NOT_ACCEPTED;
import static dev.opencomputer.operator.api.ConditionReason.PAUSED;
import static dev.opencomputer.operator.api.ConditionReason.REJECTED;
import static dev.opencomputer.operator.api.ConditionReason.UNEXPECTED_ANSWER;
import static dev.opencomputer.operator.controller.secret.DecisionTable.check;
import static dev.opencomputer.operator.controller.secret.DecisionTable.ends;
import static dev.opencomputer.operator.controller.secret.DecisionTable.endsInSync;
import static dev.opencomputer.operator.controller.secret.DecisionTable.waitsForTheStore;
import static dev.opencomputer.operator.controller.secret.DecisionTable.when;
import static dev.opencomputer.operator.controller.secret.Situation.ANOTHER_STORE;
import static dev.opencomputer.operator.controller.secret.Situation.FORMER_DIGEST;
import static dev.opencomputer.operator.controller.secret.Situation.STORE;
import static dev.opencomputer.operator.controller.secret.Situation.secret;

import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.secret.Plan.AddFinalizer;
import dev.opencomputer.operator.controller.secret.Plan.ListKeys;
import dev.opencomputer.operator.controller.secret.Plan.ListStores;
import dev.opencomputer.operator.controller.secret.Plan.PutKey;
import dev.opencomputer.operator.controller.secret.Plan.ReadValue;
import dev.opencomputer.operator.opencomputer.SecretValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes next for an AgentSecret whose key was put. */
class PutSecretDecisionTest {

    private static final Instant WRITTEN = Instant.parse("2026-05-01T10:00:00.123456Z");

    @ParameterizedTest(name = "{0}")
    @MethodSource({"inPlace", "writtenByAnother", "refused", "changed", "notFound", "paused"})
    void decides(String words, Situation situation, Object expected) {
        check(situation, expected);
    }

    static Stream<Arguments> inPlace() {
        return Stream.of(
                when("in sync: the value first", secret().put().unchanged(), new ReadValue()),
                when(
                        "the same value: a listing of late will do",
                        secret().put().unchanged().read(),
                        new ListKeys(STORE, false)),
                when("somebody asks: a listing of this moment", secret().put().read(), new ListKeys(STORE, true)),
                when("the key is there", secret().put().unchanged().read().keyAllows(), endsInSync()),
                when(
                        "the hosts are there, in other order and case",
                        secret().allowing("a.example", "B.example").put().read().keyAllows("b.example", "A.EXAMPLE"),
                        endsInSync()),
                when(
                        "in sync, but somebody took the finalizer away",
                        secret().put().withoutFinalizer().unchanged().read().keyAllows(),
                        new AddFinalizer()),
                when(
                        "the key was removed by hand",
                        secret().put().read().key(new KeyView.Absent()),
                        new PutKey(STORE, Optional.of(Drift.KEY_MISSING))),
                when(
                        "the hosts were changed by hand",
                        secret().allowing("a.example").put().read().keyAllows("a.example", "evil.example"),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_WIDENED))),
                when(
                        "the hosts were cleared by hand, which means every host",
                        secret().allowing("a.example").put().read().keyAllows(),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_WIDENED))),
                when(
                        "a host was taken away by hand",
                        secret().allowing("a.example", "b.example").put().read().keyAllows("a.example"),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_CHANGED))),
                when(
                        "a host was put by hand in the place of those below it",
                        secret().allowing("*.a.example").put().read().keyAllows("b.a.example"),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_CHANGED))),
                when(
                        "it was put back: a listing shows whether the server took the hosts",
                        secret().allowing("a.example")
                                .put()
                                .read()
                                .key(new KeyView.PutBack(Optional.empty(), Optional.empty())),
                        new ListKeys(STORE, true)),
                when(
                        "it was put back, and is listed so",
                        secret().allowing("a.example")
                                .put()
                                .read()
                                .key(listedAfterPutBack(Optional.empty(), "A.example")),
                        endsInSync()),
                when(
                        "it was put back, and other hosts are listed: another writer may have come between",
                        secret().allowing("a.example.")
                                .put()
                                .read()
                                .key(listedAfterPutBack(Optional.empty(), "a.example")),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_WIDENED))),
                when(
                        "it was put back, and the same other hosts are listed once more: the server writes them so",
                        secret().allowing("a.example.")
                                .put()
                                .read()
                                .key(listedAfterPutBack(Optional.of("a.example"), "A.example"))
                                .repairedBefore(3),
                        ends(NOT_ACCEPTED).saying(Situation.KEY.value())),
                when(
                        "it was put back for the third time, and other hosts are listed: it may still be the server's way",
                        secret().allowing("a.example.")
                                .put()
                                .read()
                                .key(listedAfterPutBack(Optional.empty(), "a.example"))
                                .repairedBefore(3),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_WIDENED))),
                when(
                        "it was put back twice, and each time others are listed: somebody else is at it",
                        secret().allowing("a.example")
                                .put()
                                .read()
                                .key(listedAfterPutBack(Optional.of("b.example"), "evil.example")),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_WIDENED))),
                when(
                        "somebody else is at it without end",
                        secret().allowing("a.example")
                                .put()
                                .read()
                                .key(listedAfterPutBack(Optional.of("b.example"), "evil.example"))
                                .repairedBefore(3),
                        ends(CONTENDED).saying("Security")),
                when(
                        "paused meanwhile: it is not put back once more",
                        secret().allowing("a.example")
                                .put()
                                .paused()
                                .read()
                                .key(listedAfterPutBack(Optional.empty(), "evil.example")),
                        ends(PAUSED)),
                when(
                        "the server wrote its hosts in another way before: it is not told the same without end",
                        secret().allowing("a.example.")
                                .put()
                                .read()
                                .keyAllows("a.example")
                                .notAcceptedBefore(),
                        ends(NOT_ACCEPTED).saying(Situation.KEY.value())),
                when(
                        "the server wrote its hosts in another way before, and the key was removed since",
                        secret().put().read().key(new KeyView.Absent()).notAcceptedBefore(),
                        new PutKey(STORE, Optional.of(Drift.KEY_MISSING))),
                when(
                        "it was put right twice before",
                        secret().put().read().key(new KeyView.Absent()).repairedBefore(2),
                        new PutKey(STORE, Optional.of(Drift.KEY_MISSING))),
                when(
                        "it was put right three times before",
                        secret().put().read().key(new KeyView.Absent()).repairedBefore(3),
                        ends(CONTENDED).saying(Situation.KEY.value())),
                when(
                        "it was put right three times before, and is as it should be",
                        secret().put().read().keyAllows().repairedBefore(3),
                        endsInSync()));
    }

    private static KeyView listedAfterPutBack(Optional<String> before, String host) {
        return new KeyView.PutBackAndFound(List.of(host), Optional.empty(), before.map(List::of));
    }

    static Stream<Arguments> writtenByAnother() {
        return Stream.of(
                when(
                        "it is listed as it was after our write",
                        secret().put().listedAsWritten(WRITTEN).read().keyWrittenAt(WRITTEN),
                        endsInSync()),
                when(
                        "it was written since, by the very next tick of the server's clock",
                        secret().put().listedAsWritten(WRITTEN).read().keyWrittenAt(WRITTEN.plusNanos(1000)),
                        new PutKey(STORE, Optional.of(Drift.VALUE_WRITTEN))),
                when(
                        "an older one is there: a back-up was restored",
                        secret().put().listedAsWritten(WRITTEN).read().keyWrittenAt(WRITTEN.minusSeconds(1)),
                        new PutKey(STORE, Optional.of(Drift.VALUE_WRITTEN))),
                when(
                        "its hosts were widened as well, which is graver",
                        secret().allowing("a.example")
                                .put()
                                .listedAsWritten(WRITTEN)
                                .read()
                                .key(new KeyView.Found(List.of(), Optional.of(WRITTEN.plusSeconds(1)))),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_WIDENED))),
                when(
                        "the server writes its hosts in another way, and it was written since",
                        secret().allowing("a.example.")
                                .put()
                                .listedAsWritten(WRITTEN)
                                .read()
                                .key(new KeyView.Found(List.of("a.example"), Optional.of(WRITTEN.plusSeconds(1))))
                                .notAcceptedBefore(),
                        new PutKey(STORE, Optional.of(Drift.HOSTS_WIDENED))),
                when(
                        "nothing tells when it was written",
                        secret().put().listedAsWritten(WRITTEN).read().keyAllows(),
                        endsInSync()),
                when(
                        "nothing is known of our write: what is listed counts as ours",
                        secret().put().read().keyWrittenAt(WRITTEN),
                        endsInSync()),
                when(
                        "nothing but the answer is known, which came well after the write",
                        secret().put()
                                .answeredAt(WRITTEN.plusSeconds(20))
                                .read()
                                .keyWrittenAt(WRITTEN),
                        endsInSync()),
                when(
                        "nothing but the answer is known, of a clock that is a little slow",
                        secret().put()
                                .answeredAt(WRITTEN.minusSeconds(9))
                                .read()
                                .keyWrittenAt(WRITTEN),
                        endsInSync()),
                when(
                        "it was written well after the answer",
                        secret().put()
                                .answeredAt(WRITTEN.minusSeconds(11))
                                .read()
                                .keyWrittenAt(WRITTEN),
                        new PutKey(STORE, Optional.of(Drift.VALUE_WRITTEN))),
                when(
                        "it was written well before the answer: a back-up was restored",
                        secret().put()
                                .answeredAt(WRITTEN.plusSeconds(61))
                                .read()
                                .keyWrittenAt(WRITTEN),
                        new PutKey(STORE, Optional.of(Drift.VALUE_WRITTEN))),
                when(
                        "the recorded time is the last that there is, which is no reason to fail",
                        secret().put().answeredAt(Instant.MAX).read().keyWrittenAt(WRITTEN),
                        new PutKey(STORE, Optional.of(Drift.VALUE_WRITTEN))),
                when(
                        "another writer never stops, and has widened the hosts by now",
                        secret().allowing("a.example")
                                .put()
                                .read()
                                .keyAllows("a.example", "evil.example")
                                .repairedBefore(3),
                        ends(CONTENDED).saying("Security")),
                when(
                        "another writer never stops",
                        secret().put()
                                .listedAsWritten(WRITTEN)
                                .read()
                                .keyWrittenAt(WRITTEN.plusSeconds(1))
                                .repairedBefore(3),
                        ends(CONTENDED).saying(Situation.KEY.value())));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                when(
                        "the server refused this value: the same is not put again",
                        secret().put(STORE, Optional.of(FORMER_DIGEST))
                                .refusedBefore("too long")
                                .unchanged()
                                .read(),
                        ends(REJECTED).saying("too long")),
                when(
                        "the server refused this value when it was to be put back",
                        secret().put()
                                .refusedBefore("too long")
                                .unchanged()
                                .read()
                                .key(new KeyView.Absent()),
                        ends(REJECTED).saying("too long")),
                when(
                        "the server refused this value, and somebody asks",
                        secret().put(STORE, Optional.of(FORMER_DIGEST))
                                .refusedBefore("too long")
                                .read(),
                        new PutKey(STORE, Optional.empty())),
                when(
                        "the server refused this value in a store that is no more",
                        secret().agentHasStore(Optional.of(ANOTHER_STORE))
                                .put(STORE, Optional.of(FORMER_DIGEST))
                                .refusedBefore("too long")
                                .unchanged()
                                .read(),
                        new PutKey(ANOTHER_STORE, Optional.empty())),
                when(
                        "the server refused another value",
                        secret().put(STORE, Optional.of(FORMER_DIGEST))
                                .refusedBefore("too long")
                                .unchanged()
                                .value(new ValueView.Present(
                                        SecretValue.of("another"),
                                        "digest-of-another",
                                        "a1.digest-of-another-alone",
                                        Optional.empty())),
                        new PutKey(STORE, Optional.empty())));
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                when(
                        "the value or its hosts changed: no look is needed",
                        secret().put(STORE, Optional.of(FORMER_DIGEST))
                                .unchanged()
                                .read(),
                        new PutKey(STORE, Optional.empty())),
                when(
                        "a change is no repair, however many there were",
                        secret().put(STORE, Optional.of(FORMER_DIGEST)).read().repairedBefore(3),
                        new PutKey(STORE, Optional.empty())),
                when(
                        "what the last PUT did is not known",
                        secret().put(STORE, Optional.empty()).unchanged().read(),
                        new PutKey(STORE, Optional.empty())),
                when(
                        "the Agent has another store by now",
                        secret().put(ANOTHER_STORE, Optional.of(Situation.DIGEST))
                                .unchanged()
                                .read(),
                        new PutKey(STORE, Optional.empty())),
                when(
                        "the Agent's store is gone: another is made",
                        secret().put()
                                .agentHasStore(Optional.empty())
                                .unchanged()
                                .read(),
                        waitsForTheStore()));
    }

    static Stream<Arguments> notFound() {
        return Stream.of(
                when(
                        "the store is said not to be there: a listing tells",
                        secret().put().read().key(new KeyView.StoreUnproven()),
                        new ListStores(STORE)),
                when(
                        "the store is said not to be there for the first PUT",
                        secret().read().key(new KeyView.StoreUnproven()),
                        new ListStores(STORE)),
                when(
                        "the store is gone: the Agent's reconcile makes another",
                        secret().put().read().key(new KeyView.StoreGone()),
                        waitsForTheStore()),
                when(
                        "the store is there after all",
                        secret().put().read().key(new KeyView.Contradicted()),
                        ends(UNEXPECTED_ANSWER).saying("contradict")));
    }

    static Stream<Arguments> paused() {
        return Stream.of(
                when("paused: only looks", secret().paused(), new ReadValue()),
                when("paused: the first PUT waits", secret().paused().read(), ends(PAUSED)),
                when(
                        "no finalizer for a PUT that waits",
                        secret().withoutFinalizer().paused().read(),
                        ends(PAUSED)),
                when(
                        "paused: the change waits",
                        secret().put(STORE, Optional.of(FORMER_DIGEST)).paused().read(),
                        ends(PAUSED)),
                when(
                        "paused: the repair waits",
                        secret().put().paused().read().key(new KeyView.Absent()),
                        ends(PAUSED)),
                when(
                        "paused: a quarrel waits as well",
                        secret().put().paused().read().key(new KeyView.Absent()).repairedBefore(3),
                        ends(PAUSED)),
                when(
                        "paused: no store is asked for",
                        secret().agentHasStore(Optional.empty()).paused().read(),
                        ends(PAUSED)),
                when("in sync it stays Ready", secret().put().paused().read().keyAllows(), endsInSync()),
                when(
                        "the Agent is paused: the PUT waits",
                        secret().agentPaused().read(),
                        ends(AGENT_NOT_READY).saying("paused")),
                when(
                        "the Agent is paused: no store is asked for",
                        secret().agentHasStore(Optional.empty()).agentPaused().read(),
                        ends(AGENT_NOT_READY).saying("paused")),
                when(
                        "the Agent is paused: in sync it stays Ready",
                        secret().put().agentPaused().read().keyAllows(),
                        endsInSync()),
                when(
                        "both are paused: one's own pause is said first",
                        secret().paused().agentPaused().read(),
                        ends(PAUSED)));
    }
}
