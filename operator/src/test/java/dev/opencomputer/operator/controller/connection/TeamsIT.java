/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.PolicyOf;
import dev.opencomputer.operator.testing.RunningOperator;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.Team;
import dev.opencomputer.operator.testing.TestCluster;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two teams with an OpenComputer each, and the operator's own for everybody else. */
@ExtendWith(ControlPlaneExtension.class)
class TeamsIT {

    @TempDir
    private Path ofTheOperator;

    @TempDir
    private Path ofA;

    @TempDir
    private Path ofB;

    @TempDir
    private Path folder;

    private Team a;
    private Team b;
    private Team rest;
    private Scene main;
    private Scene sceneA;
    private Scene sceneB;
    private PolicyOf policy;

    @BeforeEach
    void prepare(TestCluster cluster) {
        a = new Team(cluster);
        b = new Team(cluster.besides());
        rest = new Team(cluster.besides());
        main = Scene.withoutOperator(rest.cluster(), ofTheOperator, Dialect.LOCAL);
        sceneA = Scene.withoutOperator(a.cluster(), ofA, Dialect.LOCAL);
        sceneB = Scene.withoutOperator(b.cluster(), ofB, Dialect.SELF_HOSTED);
        policy = new PolicyOf(folder).connections(PolicyOf.host(sceneA) + ", " + PolicyOf.host(sceneB), a, b);
    }

    @AfterEach
    void end() {
        main.close();
        sceneA.close();
        sceneB.close();
    }

    private RunningOperator operator() {
        return RunningOperator.start(
                List.of(a.cluster(), b.cluster(), rest.cluster()),
                ConnectionSource.fixed(main.settings()),
                options -> options.withPolicyFile(Optional.of(policy.file())));
    }

    private static String connection(Agent agent) {
        return agent.getStatus().getConnection();
    }

    @Test
    void eachTeamIsReconciledIntoItsOwnAndTheRestIntoTheOperators() throws Exception {
        a.connect(sceneA);
        b.connect(sceneB);
        // The mere presence of a Secret changes nothing.
        rest.connect(sceneA);
        try (RunningOperator operator = operator()) {
            for (Team team : List.of(a, b, rest)) {
                team.agents().create("resolver");
                team.secrets().source("anthropic", "of " + team.namespace());
                team.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
            }
            for (Team team : List.of(a, b, rest)) {
                team.secrets().awaitReady("api-key");
            }

            assertThat(connection(a.agents().awaitReady("resolver"))).isEqualTo("namespace " + a.namespace());
            assertThat(connection(b.agents().awaitReady("resolver"))).isEqualTo("namespace " + b.namespace());
            assertThat(connection(rest.agents().awaitReady("resolver"))).isEqualTo("default");
            assertThat(sceneA.value("resolver", "API_KEY")).contains("of " + a.namespace());
            assertThat(sceneB.value("resolver", "API_KEY")).contains("of " + b.namespace());
            assertThat(main.value("resolver", "API_KEY")).contains("of " + rest.namespace());
            assertThat(sceneA.records()).containsExactly("resolver");
            assertThat(main.records()).containsExactly("resolver");

            assertThat(a.copy()).hasValueSatisfying(copy -> {
                assertThat(copy.getType()).startsWith(Names.GROUP + "/");
                assertThat(copy.getMetadata().getLabels())
                        .containsEntry(Names.KEY_PURPOSE, "connection")
                        .containsEntry(Names.CONNECTION_NAMESPACE, a.namespace());
                assertThat(copy.getData()).containsOnlyKeys("url", "apiKey", "agentsUrl");
            });
            assertThat(b.copy()).isPresent();
            assertThat(rest.copy()).isEmpty();
        }
    }

    @Test
    void whatIsMissingOrWrongIsSaidAndNeverMadeUpForByTheOperatorsOwn() throws Exception {
        try (RunningOperator operator = operator()) {
            a.agents().create("resolver");
            assertThat(missing()).contains("There is no Secret opencomputer-connection in this namespace");

            Map<String, String> entries = new HashMap<>(Team.entries(sceneA));
            entries.remove("apiKey");
            a.connect(entries);
            awaitMessage("There is no apiKey in the Secret opencomputer-connection");

            entries.put("apiKey", sceneA.server().apiKey());
            entries.put(
                    "url", "https://user:canary@" + sceneA.settings().apiUrl().getAuthority());
            a.connect(entries);
            awaitMessage("The entry url in the Secret opencomputer-connection cannot be used");

            entries.put("url", sceneA.settings().apiUrl().toString());
            entries.put("ca.crt", "canary");
            a.connect(entries);
            awaitMessage("The entry ca.crt in the Secret opencomputer-connection cannot be used");

            entries.remove("ca.crt");
            entries.put("url", main.settings().apiUrl().toString());
            a.connect(entries);
            awaitMessage("The server in url of the Secret opencomputer-connection is not one that the administrator");

            entries.put("url", sceneA.settings().apiUrl().toString());
            entries.put("proxyUrl", main.settings().apiUrl().toString());
            a.connect(entries);
            awaitMessage("The server in proxyUrl of the Secret opencomputer-connection is not one");

            a.connect(sceneA);
            a.agents().awaitReady("resolver");
            assertThat(main.records()).isEmpty();
            assertThat(sceneA.records()).containsExactly("resolver");
        }
    }

    private String missing() {
        return Agents.messageOf(a.agents().awaitReason("resolver", ConditionReason.CONNECTION_MISSING));
    }

    private void awaitMessage(String message) {
        String said = Agents.messageOf(a.agents()
                .awaitAgent(
                        "resolver",
                        agent -> agent.getStatus() != null
                                && Agents.messageOf(agent).startsWith(message)));
        assertThat(said).doesNotContain("canary", sceneA.server().apiKey());
        assertThat(missing()).isEqualTo(said);
    }

    @Test
    void aNewKeyIsUsedAndCopiedWithoutARestart() {
        Map<String, String> wrong = new HashMap<>(Team.entries(sceneA));
        wrong.put("apiKey", "osb_former");
        a.connect(wrong);
        try (RunningOperator operator = operator()) {
            a.agents().create("resolver");
            a.agents().awaitReason("resolver", ConditionReason.UNAUTHORISED);

            a.connect(sceneA);

            a.agents().awaitReady("resolver");
            assertThat(a.copy().orElseThrow().getData()).isEqualTo(secretOf(a).getData());
        }
    }

    private static io.fabric8.kubernetes.api.model.Secret secretOf(Team team) {
        return team.cluster()
                .client()
                .secrets()
                .inNamespace(team.namespace())
                .withName(Names.CONNECTION_SECRET)
                .get();
    }

    @Test
    void whatWasMadeCanBeDeletedAfterTheSecretIsGoneAndTheCopyGoesWithTheLast() throws Exception {
        a.connect(sceneA);
        try (RunningOperator operator = operator()) {
            a.agents().create("first");
            a.agents().create("kept", agent -> agent.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN));
            a.secrets().source("anthropic", "value");
            a.secrets().create("api-key", "first", "API_KEY", "anthropic");
            a.secrets().awaitReady("api-key");
            a.agents().awaitReady("kept");

            a.disconnect();
            a.agents().awaitReason("first", ConditionReason.CONNECTION_MISSING);
            a.secrets().delete("api-key");
            a.secrets().awaitGone("api-key");
            assertThat(sceneA.value("first", "API_KEY")).isEmpty();
            assertThat(sceneA.store("first")).isPresent();
            a.agents().delete("first");
            a.agents().awaitGone("first");

            assertThat(sceneA.store("first")).isEmpty();
            assertThat(sceneA.records()).containsExactly("kept");
            assertThat(a.copy()).isPresent();

            a.agents().delete("kept");
            a.agents().awaitGone("kept");
            assertThat(sceneA.records()).containsExactly("kept");
            await("the copy to be dropped").until(() -> a.copy().isEmpty());
        }
    }

    @Test
    void anOperatorThatStartsAnewDeletesOverItsCopyAndDropsThoseThatNothingNeeds() throws Exception {
        a.connect(sceneA);
        b.connect(sceneB);
        try (RunningOperator operator = operator()) {
            a.agents().create("resolver");
            a.agents().awaitReady("resolver");
            b.agents().create("resolver");
            b.agents().awaitReady("resolver");
        }
        a.disconnect();
        a.agents().delete("resolver");
        b.agents().removeFinalizers("resolver");
        b.agents().delete("resolver");
        b.agents().awaitGone("resolver");

        try (RunningOperator anew = operator()) {
            a.agents().awaitGone("resolver");
            assertThat(sceneA.records()).isEmpty();
            await("the copies to be dropped")
                    .until(() -> a.copy().isEmpty() && b.copy().isEmpty());
        }
    }

    @Test
    void aNamespaceGoesWithItsConnectionInWhateverOrder() throws Exception {
        a.connect(sceneA);
        b.connect(sceneB);
        try (RunningOperator operator = operator()) {
            for (Team team : List.of(a, b)) {
                team.agents()
                        .create(
                                "resolver",
                                agent -> agent.getSpec()
                                        .setDeletionPolicy(team == a ? DeletionPolicy.DELETE : DeletionPolicy.RETAIN));
                team.secrets().source("anthropic", "value");
                team.secrets().create("api-key", "resolver", "API_KEY", "anthropic");
                team.secrets().awaitReady("api-key");
            }

            a.deleteNamespace();
            b.disconnect();
            b.deleteNamespace();

            a.agents().awaitGone("resolver");
            b.agents().awaitGone("resolver");
            assertThat(sceneA.records()).isEmpty();
            assertThat(sceneA.store("resolver")).isEmpty();
            assertThat(sceneB.value("resolver", "API_KEY")).contains("value");
            await("the copies to be dropped")
                    .until(() -> a.copy().isEmpty() && b.copy().isEmpty());
        }
    }
}
