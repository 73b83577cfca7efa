/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.ConditionType;
import dev.opencomputer.operator.controller.OperatorOptions;
import dev.opencomputer.operator.controller.reporting.Conditions;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Fault;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ImpatientClient;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ControlPlaneExtension.class)
class UpstreamTroubleIT {

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void theConditionSaysOnceWhatCameBackAndTheAgentHealsByItself(Trouble trouble, TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = inTrouble(cluster, trouble, ImpatientClient.options())) {
            scene.agents().create("resolver");
            Agent failing = scene.agents().awaitReason("resolver", trouble.reason());

            assertThat(Agents.messageOf(failing))
                    .contains(scene.settings().apiUrl().toString(), trouble.cameBack(), trouble.advice());
            assertThat(Conditions.find(failing.getStatus().getConditions(), ConditionType.RECONCILING))
                    .isPresent();
            assertThat(failing.getStatus().getId()).isNull();
            long tries = scene.operator().metrics().sentCalls();
            await().until(() -> scene.operator().metrics().sentCalls() >= tries + 3);
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                    .containsExactly("patch agents/status", "create events");

            trouble.end(scene);
            scene.agents().awaitReady("resolver");
            assertThat(scene.records()).containsExactly("resolver");
            assertThat(scene.server().counters().calls(Operation.CREATE_AGENT)).isOne();
            await().untilAsserted(() -> assertThat(scene.events("resolver"))
                    .containsExactlyInAnyOrder(trouble.reason().value(), "Recovered"));
            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                    .filteredOn("patch agents/status"::equals)
                    .hasSize(2);
        }
    }

    @Test
    void anOutageOfManyFacesIsToldOnce(TestCluster cluster) {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            scene.server().faults().everywhere(Fault.answer(502, "bad gateway"));
            scene.startOperator(OperatorOptions.DEFAULT_RESYNC, ImpatientClient.options());
            scene.agents().create("resolver");
            // On a busy machine the first face may be a call that took too long.
            scene.agents()
                    .awaitAgent(
                            "resolver",
                            agent -> Conditions.readyReason(
                                            agent.getStatus() == null
                                                    ? null
                                                    : agent.getStatus().getConditions())
                                    .isPresent());

            for (Fault face : List.of(
                    Fault.closed(),
                    Fault.answer(503, "unavailable"),
                    Fault.throttled(Duration.ofSeconds(1)),
                    Fault.closed())) {
                scene.server().faults().turnInto(face);
                long tries = scene.operator().metrics().sentCalls();
                await().until(() -> scene.operator().metrics().sentCalls() >= tries + 2);
            }

            assertThat(cluster.auditLog().operatorsWrites(cluster.namespace()))
                    .containsExactly("patch agents/status", "create events");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"AWAY", "RESET", "FAILING"})
    void aServerInTroubleIsCalledNoMoreOftenForManyAgentsThanForOne(Trouble trouble, TestCluster cluster) {
        ClientOptions options = ImpatientClient.holdingBackForGood();
        try (Scene scene = inTrouble(cluster, trouble, options)) {
            letManyAgentsAskAgain(
                    scene,
                    trouble.reason(),
                    () -> await().until(() -> scene.operator().metrics().sentCalls() == options.troubleThreshold()));

            assertThat(scene.operator().metrics().sentCalls()).isEqualTo(options.troubleThreshold());
        }
    }

    @Test
    void aServerThatThrottlesIsLeftAloneForAsLongAsItAsks(TestCluster cluster) {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            scene.server().faults().everywhere(Fault.throttled(Duration.ofMinutes(10)));
            scene.startOperator(OperatorOptions.DEFAULT_RESYNC, ImpatientClient.options());

            letManyAgentsAskAgain(scene, ConditionReason.THROTTLED, () -> {});

            assertThat(scene.server().counters().snapshot().reads()).isOne();
            assertThat(scene.server().counters().snapshot().writes()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Trouble.class,
            names = {"AWAY", "SLOW", "FAILING", "DATABASE_DOWN", "WEB_PAGE"})
    void aChangeAndADeletionWaitForTheEndOfTheTrouble(Trouble trouble, TestCluster cluster)
            throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            scene.startOperator(OperatorOptions.DEFAULT_RESYNC, ImpatientClient.options());
            scene.agents().create("changed", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().create("deleted", agent -> AdoptionIT.allow(agent, "a.example.com"));
            scene.agents().awaitReady("changed");
            scene.agents().awaitReady("deleted");

            trouble.begin(scene);
            scene.agents().edit("changed", agent -> agent.getSpec().getConfig().setSnapshot("agent-snapshot-v2"));
            scene.agents().delete("deleted");
            scene.agents().awaitReason("changed", trouble.reason());
            scene.agents().awaitReason("deleted", trouble.reason());

            trouble.end(scene);
            scene.agents().awaitReady("changed");
            scene.agents().awaitGone("deleted");
            assertThat(scene.records()).containsExactly("changed");
            assertThat(RecordContent.builder()
                            .snapshot("agent-snapshot-v2")
                            .build()
                            .isSaidBy(scene.record("changed"), new AgentId("changed")))
                    .isTrue();
            assertThat(scene.store("deleted")).isEmpty();
            assertThat(scene.store("changed")).isPresent();
        }
    }

    @Test
    void troubleWithOneAgentLeavesTheOthersAlone(TestCluster cluster) throws OpenComputerException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL)) {
            Fault failing = Fault.answer(500, "{\"error\":{\"type\":\"internal_error\",\"message\":\"internal\"}}");
            scene.server().faults().always(Operation.CREATE_AGENT, "broken", failing);
            scene.server().faults().always(Operation.DELETE_AGENT, "stuck", failing);
            scene.startOperator(OperatorOptions.DEFAULT_RESYNC, ImpatientClient.options());
            scene.agents().create("stuck");
            scene.agents().awaitReady("stuck");
            scene.agents().delete("stuck");
            scene.agents().create("broken");
            scene.agents().awaitReason("broken", ConditionReason.SERVER_TROUBLE);
            scene.agents().awaitReason("stuck", ConditionReason.SERVER_TROUBLE);

            scene.agents().create("fine");
            scene.agents().awaitReady("fine");
            scene.agents().edit("fine", agent -> agent.getSpec().getConfig().setSnapshot("agent-snapshot-v2"));
            scene.agents().awaitReady("fine");
            scene.agents().delete("fine");
            scene.agents().awaitGone("fine");
            assertThat(scene.records()).containsExactly("stuck");

            scene.server().faults().clear();
            scene.agents().awaitReady("broken");
            scene.agents().awaitGone("stuck");
            assertThat(scene.records()).containsExactly("broken");
        }
    }

    private static void letManyAgentsAskAgain(Scene scene, ConditionReason reason, Runnable between) {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "agent-" + i).toList();
        names.forEach(scene.agents()::create);
        names.forEach(name -> scene.agents().awaitReason(name, reason));
        between.run();
        names.forEach(name -> scene.agents().annotate(name, Annotations.RECONCILE_AT, "now"));
        names.forEach(name -> scene.agents()
                .awaitAgent(name, agent -> "now".equals(agent.getStatus().getLastHandledReconcileAt())));
    }

    private Scene inTrouble(TestCluster cluster, Trouble trouble, ClientOptions options) {
        Scene scene = Scene.withoutOperator(cluster, data, Dialect.LOCAL);
        trouble.begin(scene);
        return scene.startOperator(OperatorOptions.DEFAULT_RESYNC, options);
    }
}
