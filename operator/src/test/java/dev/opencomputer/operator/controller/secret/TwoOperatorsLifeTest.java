/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.scheduling.Remembered;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two operators that know nothing of each other and want different things of one key; and servers that only look so. */
class TwoOperatorsLifeTest {

    private static final int ROUNDS = 8;

    private final ModelStores server = new ModelStores();
    private final AgentSecret firsts =
            SecretFixture.secret().withoutFinalizers().get();
    private final AgentSecret seconds =
            SecretFixture.secret().withoutFinalizers().get();
    private final SecretLife first = new SecretLife(firsts, server);
    private final SecretLife second = new SecretLife(seconds, server);

    /** Each puts, and then they look in turn; none looks before the other has put. */
    private void quarrel() {
        first.agentReconciles(true);
        second.agentReconciles(true);
        first.reconcile();
        second.reconcile();
        lookInTurn();
    }

    private void lookInTurn() {
        for (int round = 0; round < ROUNDS; round++) {
            first.reconcile();
            second.reconcile();
        }
    }

    private void oneIsContendedAndBothRest() {
        assertThat(List.of(standing(firsts), standing(seconds)))
                .contains(ConditionReason.CONTENDED)
                .containsAnyOf(ConditionReason.IN_SYNC, ConditionReason.CONTENDED);
        // Once more than the repairs, where it had to be told whether the hosts are the server's own way.
        assertThat(server.puts()).isLessThanOrEqualTo(2 + 2 * Remembered.CONTENTION_REPAIRS + 1);
        int puts = server.puts();
        lookInTurn();
        assertThat(server.puts()).isEqualTo(puts);
    }

    private void wantOtherHosts() {
        firsts.getSpec().setAllowedHosts(List.of("a.example"));
        seconds.getSpec().setAllowedHosts(List.of("b.example"));
    }

    private void bothPutTheirHosts() {
        wantOtherHosts();
        first.agentReconciles(true);
        second.agentReconciles(true);
        first.reconcile();
        second.reconcile();
    }

    private static ConditionReason standing(AgentSecret secret) {
        return SecretStatuses.standing(secret).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 600})
    void whoWantOtherValuesComeToRestAndOneSaysSo(long secondsBetweenWrites) {
        server.isWrittenEvery(Duration.ofSeconds(secondsBetweenWrites));
        second.holds(Optional.of("v2"));

        quarrel();

        oneIsContendedAndBothRest();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 600})
    void whoWantOtherHostsComeToRestAndOneSaysSo(long secondsBetweenWrites) {
        server.isWrittenEvery(Duration.ofSeconds(secondsBetweenWrites));
        wantOtherHosts();

        quarrel();

        oneIsContendedAndBothRest();
    }

    @Test
    void whoComesBetweenAPutBackAndItsListingIsPutRightAtOnce() {
        bothPutTheirHosts();
        server.afterNextPut(second::reconcile);

        assertThat(first.reconcile().names())
                .containsExactly("ReadValue", "ListKeys", "PutKey", "ListKeys", "PutKey", "ListKeys", "Settle");

        assertThat(standing(firsts)).isEqualTo(ConditionReason.IN_SYNC);
        assertThat(server.entry().orElseThrow().hosts()).containsExactly("a.example");
        assertThat(first.told()).containsExactly(Drift.HOSTS_WIDENED);
    }

    @Test
    void whoAlwaysComesBetweenIsNotTakenForTheServersWayOnceTheyHaveQuarrelled() {
        bothPutTheirHosts();
        for (int round = 0; round < ROUNDS; round++) {
            server.afterNextPut(second::reconcile);
            first.reconcile();
            second.reconcile();
        }

        oneIsContendedAndBothRest();
    }

    @Test
    void aServerThatWritesHostsInItsOwnWayIsNoOtherWriterHoweverOftenSomebodyAsks() {
        server.listsHostsAs(
                hosts -> hosts.stream().map(host -> host.replaceAll("[.]$", "")).toList());
        firsts.getSpec().setAllowedHosts(List.of("a.example."));
        first.agentReconciles(true);
        first.reconcile();

        IntStream.range(0, ROUNDS).forEach(time -> {
            firsts.getMetadata().getAnnotations().put(Annotations.RECONCILE_AT, "time " + time);
            assertThat(first.reconcile().reason()).contains(ConditionReason.NOT_ACCEPTED);
            int puts = server.puts();
            assertThat(first.reconcile().reason()).contains(ConditionReason.NOT_ACCEPTED);
            assertThat(server.puts()).isEqualTo(puts);
        });
        assertThat(first.told()).isEmpty();
    }
}
