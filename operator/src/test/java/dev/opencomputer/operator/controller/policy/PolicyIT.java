/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.CannotStartException;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.opencomputer.AgentId;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.RecordContent;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.PolicyOf;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.SilentServer;
import dev.opencomputer.operator.testing.Team;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
class PolicyIT {

    @TempDir
    private Path ofTheOperator;

    @TempDir
    private Path ofA;

    @TempDir
    private Path folder;

    private Team a;
    private Team b;
    private Scene main;
    private Scene sceneA;
    private PolicyOf policy;

    @BeforeEach
    void prepare(TestCluster cluster) {
        a = new Team(cluster);
        b = new Team(cluster.besides());
        main = Scene.withoutOperator(b.cluster(), ofTheOperator, Dialect.LOCAL);
        sceneA = Scene.withoutOperator(a.cluster(), ofA, Dialect.LOCAL);
        policy = new PolicyOf(folder);
    }

    @AfterEach
    void end() {
        main.close();
        sceneA.close();
    }

    private RunningOperator operator() {
        return RunningOperator.start(
                List.of(a.cluster(), b.cluster()),
                ConnectionSource.fixed(main.settings()),
                options -> options.withPolicyFile(Optional.of(policy.file())));
    }

    @Test
    void anOperatorDoesNotStartWithAWrongPolicy() {
        policy.write("connections: {host: []}");

        assertThatThrownBy(this::operator)
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("unknown key connections.host");
    }

    @Test
    void aPolicyThatBecomesWrongIsToldWhileTheOneFromBeforeHolds() throws Exception {
        policy.write("ids: {" + a.namespace() + ": [\"team-a-*\"]}");
        try (RunningOperator operator = operator()) {
            policy.write("ids: {Team: []}");
            await("the problem").until(() -> readiness(operator), text -> text.contains("ids has the key 'Team'"));
            a.agents().create("other");
            a.agents().awaitReason("other", ConditionReason.ID_NOT_ALLOWED);

            policy.write("ids: {}");
            a.agents().awaitReady("other");
            assertThat(readiness(operator)).isEqualTo("ok");
        }
    }

    private static String readiness(RunningOperator operator) throws IOException {
        try (InputStream in = operator.metricsUrl().resolve("/readyz").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatWasMadeOverOneConnectionIsNeverWrittenOverAnother() throws Exception {
        policy.connections(PolicyOf.host(sceneA), a);
        a.connect(sceneA);
        try (RunningOperator operator = operator()) {
            a.agents().create("resolver");
            a.secrets().source("anthropic", "value");
            a.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
            a.secrets().awaitReady("api-key");

            policy.connections(PolicyOf.host(sceneA));
            a.agents().awaitReason("resolver", ConditionReason.CONNECTION_CHANGED);
            a.secrets().awaitReason("api-key", ConditionReason.CONNECTION_CHANGED);
            a.agents().create("newcomer");
            assertThat(a.agents().awaitReady("newcomer").getStatus().getConnection())
                    .isEqualTo("default");
            assertThat(main.records()).containsExactly("newcomer");

            a.agents().delete("resolver");
            a.agents().awaitGone("resolver");
            assertThat(sceneA.records()).isEmpty();
            await("the copy to be dropped").until(() -> a.copy().isEmpty());

            policy.connections(PolicyOf.host(sceneA), a);
            a.agents().awaitReason("newcomer", ConditionReason.CONNECTION_CHANGED);
            a.agents().delete("newcomer");
            a.agents().awaitGone("newcomer");
            assertThat(main.records()).isEmpty();
        }
    }

    @Test
    void whatWasMadeWaitsWhileItsServerIsNotAllowed() throws Exception {
        policy.connections(PolicyOf.host(sceneA), a);
        a.connect(sceneA);
        try (RunningOperator operator = operator()) {
            a.agents().create("resolver");
            a.agents().awaitReady("resolver");

            policy.connections("api.example.com", a);
            assertThat(Agents.messageOf(a.agents().awaitReason("resolver", ConditionReason.CONNECTION_MISSING)))
                    .contains("connections.hosts");
            a.agents().delete("resolver");
            assertThat(Agents.messageOf(a.agents()
                            .awaitAgent(
                                    "resolver", agent -> Agents.messageOf(agent).contains("deletionPolicy to Retain"))))
                    .contains("the operator's copy");
            assertThat(sceneA.records()).containsExactly("resolver");

            policy.connections(PolicyOf.host(sceneA), a);
            a.agents().awaitGone("resolver");
            assertThat(sceneA.records()).isEmpty();
        }
    }

    @Test
    void aNamespaceKeepsToItsIdsAndItsSecretsToTheirLabel() throws Exception {
        policy.write("ids: {" + a.namespace() + ": [\"team-a-*\"]}\nsecrets: {requiredLabel: \"sent=allowed\"}\n");
        main.somebodyElse()
                .agents()
                .orElseThrow()
                .create(new AgentId("theirs"), RecordContent.builder().build());
        try (RunningOperator operator = operator()) {
            a.agents().create("team-a-resolver");
            a.agents().create("theirs");
            a.agents().create("shared");
            assertThat(Agents.messageOf(a.agents().awaitReason("theirs", ConditionReason.ID_NOT_ALLOWED)))
                    .contains("team-a-*");
            a.agents().awaitReason("shared", ConditionReason.ID_NOT_ALLOWED);
            // It is older, and holds nothing all the same.
            b.agents().create("shared");
            b.agents().awaitReady("shared");

            a.agents().delete("theirs");
            a.agents().awaitGone("theirs");
            assertThat(main.records()).contains("theirs");

            a.secrets().source("anthropic", "value");
            a.secrets().create("api-key", "team-a-resolver", "API_KEY", "anthropic");
            assertThat(AgentSecrets.messageOf(a.secrets().awaitReason("api-key", ConditionReason.SOURCE_FORBIDDEN)))
                    .contains("lacks the label sent=allowed");
            label("anthropic");
            a.secrets().awaitReady("api-key");

            policy.write("ids: {" + a.namespace() + ": [\"team-a-*\", shared]}");
            a.agents().awaitReason("shared", ConditionReason.ID_CONFLICT);
        }
    }

    private void label(String secret) {
        a.cluster()
                .client()
                .secrets()
                .inNamespace(a.namespace())
                .withName(secret)
                .edit(source -> source.edit()
                        .editMetadata()
                        .addToLabels("sent", "allowed")
                        .endMetadata()
                        .build());
    }

    @Test
    void aServerThatHangsHoldsUpNobodyElse() {
        try (SilentServer silent = new SilentServer()) {
            policy.connections("\"" + silent.url() + "\"", a);
            a.connect(Map.of("url", silent.url().toString(), "apiKey", "osb_key"));
            try (RunningOperator operator = RunningOperator.start(
                    List.of(a.cluster(), b.cluster()),
                    ConnectionSource.fixed(main.settings()),
                    options -> options.withPolicyFile(Optional.of(policy.file()))
                            .withThreads(4)
                            .withClient(patient(ClientOptions.defaults())))) {
                for (int i = 0; i < 12; i++) {
                    a.agents().create("hanging-" + i);
                }
                await("calls that hang").until(() -> silent.connections() > 0);

                b.agents().create("resolver");
                b.agents().awaitReady("resolver");

                assertThat(a.agents().get("hanging-0").orElseThrow().getStatus().getConditions())
                        .isNull();
                // Lets the calls end, or the operator would wait for them.
                silent.close();
            }
        }
    }

    /** Longer than a test waits for anything. */
    private static ClientOptions patient(ClientOptions options) {
        Duration longer = Duration.ofMinutes(5);
        return options.withCallTimeout(longer).withPutKeyTimeout(longer).withTurnTimeout(longer);
    }
}
