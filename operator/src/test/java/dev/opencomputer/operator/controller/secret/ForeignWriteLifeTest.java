/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.reporting.Drift;
import dev.opencomputer.operator.controller.secret.ModelStores.Entry;
import dev.opencomputer.operator.controller.secret.ModelStores.Trouble;
import dev.opencomputer.operator.controller.secret.SecretLife.Reconcile;
import dev.opencomputer.operator.opencomputer.SecretValue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lives of an AgentSecret whose key somebody else writes: it is put back and told, whatever goes wrong on the way. */
class ForeignWriteLifeTest {

    private static final SecretValue FOREIGN = SecretValue.of("somebody else's");

    private final ModelStores server = new ModelStores();
    private final AgentSecret secret =
            SecretFixture.secret().withoutFinalizers().get();
    private final SecretLife life = new SecretLife(secret, server);

    @Test
    void aValueThatWasExchangedByHandIsPutBackAndThenLeftInPeace() {
        life.agentReconciles(true);
        life.reconcile();
        server.setEntry(Optional.of(new Entry(FOREIGN, List.of())));

        assertThat(life.reconcile().names()).containsExactly("ReadValue", "ListKeys", "PutKey", "ListKeys", "Settle");
        assertThat(server.entry().orElseThrow().value()).isSameAs(SecretLife.VALUES.get("v1"));

        Reconcile again = life.reconcile();
        assertThat(again.names()).containsExactly("ReadValue", "ListKeys", "Settle");
        assertThat(again.statusWritten()).isFalse();
    }

    @Test
    void aValueThatWasExchangedByHandIsPutBackAlthoughTheFirstTryDidNotArrive() {
        life.agentReconciles(true);
        life.reconcile();
        life.reconcile();
        server.exchangeSoonAfter(FOREIGN);
        server.putGoesWrong(Trouble.LOST);
        assertThat(life.reconcile().reason()).contains(ConditionReason.UNREACHABLE);

        life.reconcile();

        assertThat(server.entry().orElseThrow().value()).isSameAs(SecretLife.VALUES.get("v1"));
    }

    @Test
    void aValueThatWasPutBackIsNotPutOnceMoreWhereTheStoreIsThenNotFound() {
        life.agentReconciles(true);
        life.reconcile();
        server.setEntry(Optional.of(new Entry(FOREIGN, List.of())));
        server.goesWrongAfterPut(Trouble.NOT_FOUND);
        assertThat(life.reconcile().reason()).contains(ConditionReason.IN_SYNC);
        int tried = server.tried();

        assertThat(life.reconcile().reason()).contains(ConditionReason.IN_SYNC);

        assertThat(server.tried()).isEqualTo(tried);
    }

    @Test
    void aWideningThatWasPutBackIsToldAlthoughNoAnswerSaidSo() {
        secret.getSpec().setAllowedHosts(List.of("a.example"));
        life.agentReconciles(true);
        life.reconcile();
        server.setEntry(Optional.of(new Entry(SecretLife.VALUES.get("v1"), List.of())));
        server.putGoesWrong(Trouble.UNANSWERED);
        assertThat(life.reconcile().reason()).contains(ConditionReason.UNREACHABLE);
        assertThat(life.told()).isEmpty();

        life.reconcile();
        life.reconcile();

        assertThat(life.told()).containsExactly(Drift.HOSTS_WIDENED);
    }

    @Test
    void aWideningThatWasPutBackIsToldAlthoughTheListingAfterThatFails() {
        secret.getSpec().setAllowedHosts(List.of("a.example"));
        life.agentReconciles(true);
        life.reconcile();
        server.setEntry(Optional.of(new Entry(SecretLife.VALUES.get("v1"), List.of())));
        server.goesWrongAfterPut(Trouble.LOST);
        assertThat(life.reconcile().reason()).contains(ConditionReason.UNREACHABLE);

        life.reconcile();

        assertThat(life.told()).containsExactly(Drift.HOSTS_WIDENED);
    }

    @Test
    void aValueThatWasExchangedWhileNoOperatorRanIsPutBack() {
        life.agentReconciles(true);
        life.reconcile();
        server.setEntry(Optional.of(new Entry(FOREIGN, List.of())));
        life.restart();

        life.reconcile();

        assertThat(server.entry().orElseThrow().value()).isSameAs(SecretLife.VALUES.get("v1"));
    }
}
