/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.resealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.Annotations;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.DeletionPolicy;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.local.Counters;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.Operation;
import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingKeyId;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.AuditLog;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Kubectl;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.testing.Traces;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** After a renewal of the sealing keys, values that use the old one can be carried over without anybody reading them. */
@ExtendWith(ControlPlaneExtension.class)
class ResealingIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MADE = AgentSecretNames.nameFor("resolver", "API_KEY");
    private static final String STATUS = "patch agentsecrets/status";

    private static final Canary CANARY = Canary.by("a value that is sealed anew");

    /** As long as a value may be, so that object, its copy by kubectl apply, and status are as large as they get. */
    private static final String LONGEST = CANARY.value()
            + "x".repeat(SealedValue.MOST_PLAINTEXT_BYTES - CANARY.value().length());

    @TempDir
    private Path data;

    @Test
    void theLongestValueIsSealedAnewInTheStatusOnceAndCarriedIntoItsFileFromThere(TestCluster cluster)
            throws Exception {
        Kubectl kubectl = new Kubectl(cluster, Files.createDirectory(data.resolve("kubectl")));
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            scene.agents().create("resolver");
            PublicSealingKey former = keys.current();
            String old = keys.seal("API_KEY", LONGEST);
            Path file = Files.writeString(data.resolve("api-key.yaml"), """
                    apiVersion: opencomputer.dev/v1alpha1
                    kind: AgentSecret
                    metadata:
                      name: api-key
                    spec:
                      agentRef: {name: resolver}
                      key: API_KEY
                      sealedValue: %s # as it stands in Git
                    """.formatted(old));
            kubectl.run("apply", "-f", file.toString()).orThrow();
            scene.secrets().awaitReady("api-key");
            Counters.Snapshot before = scene.server().counters().snapshot();
            AuditLog log = cluster.auditLog().fromNowOn();

            keys.renew();
            String resealed = scene.secrets()
                    .awaitObject("api-key", secret -> resealedValue(secret).isPresent())
                    .getStatus()
                    .getResealedValue();
            assertThat(opened(keys, cluster, resealed)).isEqualTo(LONGEST);
            assertThat(new Traces(cluster, Set.of()).inEtcd(List.of(CANARY))).isEmpty();

            AgentSecret looked = reconciled(scene, "api-key");
            assertThat(resealedValue(looked)).as("is kept as it is").contains(resealed);
            assertThat(looked.getSpec().getSealedValue()).isEqualTo(old);
            assertThat(looked.getStatus().getSealingKeyId())
                    .isEqualTo(former.id().value());
            scene.secrets().awaitReady("api-key");
            assertThat(secretWrites(log, cluster)).containsExactly(STATUS, STATUS);

            reseal(cluster, file);
            assertThat(file).content().contains(resealed + " # as it stands in Git");
            kubectl.run("apply", "-f", file.toString()).orThrow();
            AgentSecret carried = scene.secrets()
                    .awaitObject("api-key", secret -> resealedValue(secret).isEmpty());
            assertThat(carried.getStatus().getSealingKeyId())
                    .isEqualTo(keys.current().id().value());
            scene.secrets().awaitReady("api-key");
            assertThat(scene.server().counters().snapshot().since(before).writes())
                    .as("the value is the same, so nothing is put")
                    .isZero();
        }
    }

    @Test
    void aLostOldKeyTakesNothingAwayThatWasSealedAnewBefore(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            scene.agents().create("resolver");
            scene.secrets().createSealed("api-key", "resolver", "API_KEY", keys.seal("API_KEY", "value"));
            scene.secrets().awaitReady("api-key");
            PublicSealingKey former = keys.renew();
            String resealed = scene.secrets()
                    .awaitObject("api-key", secret -> resealedValue(secret).isPresent())
                    .getStatus()
                    .getResealedValue();
            Counters.Snapshot before = scene.server().counters().snapshot();

            cluster.client()
                    .secrets()
                    .withLabel(Names.SEALING_KEY_ID, former.id().value())
                    .delete();

            AgentSecret lost = scene.secrets().awaitReason("api-key", ConditionReason.UNKNOWN_SEALING_KEY);
            assertThat(resealedValue(lost)).contains(resealed);
            scene.secrets().edit("api-key", secret -> secret.getSpec().setDeletionPolicy(DeletionPolicy.RETAIN));
            AgentSecret edited = scene.secrets()
                    .awaitObject(
                            "api-key",
                            secret -> secret.getMetadata()
                                    .getGeneration()
                                    .equals(secret.getStatus().getObservedGeneration()));
            assertThat(resealedValue(edited)).contains(resealed);
            scene.secrets().edit("api-key", secret -> secret.getSpec().setSealedValue(resealed));
            scene.secrets().awaitReady("api-key");
            assertThat(scene.value("resolver", "API_KEY")).contains("value");
            assertThat(scene.server().counters().snapshot().since(before).writes())
                    .isZero();
        }
    }

    @Test
    void whatTheFacadeMadeIsSealedAnewInTheObjectUnlessSomebodyElseWroteItToo(TestCluster cluster) throws Exception {
        try (RunningFacade facade = RunningFacade.start(cluster, data);
                Scene scene = Scene.withoutOperator(cluster, data.resolve("local"), Dialect.LOCAL);
                OwnKeys keys = new OwnKeys(cluster);
                Operator operator = keys.start(scene)) {
            assertThat(operator.metricsUrl()).isNotNull();
            scene.agents().create("resolver");
            put(facade, "API_KEY");
            put(facade, "LABELLED");
            AgentSecret made = scene.secrets().awaitReady(MADE);
            String labelled = AgentSecretNames.nameFor("resolver", "LABELLED");
            scene.secrets().awaitReady(labelled);
            scene.secrets().annotate(MADE, Annotations.RECONCILE_AT, "by hand");
            scene.secrets()
                    .edit(labelled, secret -> secret.getMetadata().getLabels().put("team", "a"));
            scene.secrets()
                    .awaitObject(
                            MADE, secret -> "by hand".equals(secret.getStatus().getLastHandledReconcileAt()));
            Counters.Snapshot before = scene.server().counters().snapshot();
            AuditLog log = cluster.auditLog().fromNowOn();

            keys.renew();
            SealingKeyId current = keys.current().id();

            scene.secrets()
                    .awaitObject(labelled, secret -> resealedValue(secret).isPresent());
            AgentSecret resealed = scene.secrets()
                    .awaitObject(
                            MADE,
                            secret -> isFor(current, secret)
                                    && secret.getMetadata()
                                            .getGeneration()
                                            .equals(secret.getStatus().getObservedGeneration()));
            scene.secrets().awaitReady(MADE);
            assertThat(opened(keys, cluster, resealed.getSpec().getSealedValue()))
                    .isEqualTo("value");
            assertThat(Annotations.acceptedAt(resealed)).isEqualTo(Annotations.acceptedAt(made));
            assertThat(resealed.getStatus().getSetAt())
                    .isEqualTo(made.getStatus().getSetAt());
            assertThat(resealedValue(resealed)).isEmpty();
            assertThat(scene.server().counters().snapshot().since(before).calls(Operation.LIST_SECRETS))
                    .as("one store, one listing at most, as after any restart")
                    .isLessThanOrEqualTo(1);
            reconciled(scene, MADE);
            assertThat(secretWrites(log, cluster))
                    .as("for one the spec and the status, for the other the status, and the answer to the annotation")
                    .containsExactlyInAnyOrder("patch agentsecrets", STATUS, STATUS, STATUS);
            assertThat(scene.server().counters().snapshot().since(before).writes())
                    .isZero();
        }
    }

    private static String opened(OwnKeys keys, TestCluster cluster, String sealed) {
        Opening opening = keys.ring().open(sealed, new SealingPlace(cluster.namespace(), "resolver", "API_KEY"));
        return new String(((Opening.Opened) opening).plaintext(), StandardCharsets.UTF_8);
    }

    private static boolean isFor(SealingKeyId key, AgentSecret secret) {
        return SealedValue.keyIdOf(secret.getSpec().getSealedValue()).equals(Optional.of(key));
    }

    private static Optional<String> resealedValue(AgentSecret secret) {
        return Optional.ofNullable(secret.getStatus().getResealedValue());
    }

    private static AgentSecret reconciled(Scene scene, String name) {
        scene.secrets().annotate(name, Annotations.RECONCILE_AT, "once more");
        return scene.secrets()
                .awaitObject(
                        name, secret -> "once more".equals(secret.getStatus().getLastHandledReconcileAt()));
    }

    private void reseal(TestCluster cluster, Path file) throws Exception {
        try (ProgramProcess command = ProgramProcess.start(
                data.resolve("reseal.txt"),
                Map.of(),
                "reseal",
                "--kubeconfig",
                cluster.kubeconfig().toString(),
                "--namespace",
                cluster.namespace(),
                "--operator-namespace",
                cluster.namespace(),
                file.toString())) {
            assertThat(command.awaitEnd()).as(command.output()).isZero();
        }
    }

    private static void put(RunningFacade facade, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(facade.url() + "/v1/agents/resolver/secrets/" + key))
                .header("X-API-Key", RunningFacade.KEY)
                .PUT(BodyPublishers.ofString("{\"value\": \"value\"}"))
                .build();
        // 503 until the facade has seen the published key.
        await().until(() -> HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200);
    }

    private static List<String> secretWrites(AuditLog log, TestCluster cluster) {
        return log.operatorsWrites(cluster.namespace()).stream()
                .filter(write -> write.contains("agentsecrets"))
                .toList();
    }
}
