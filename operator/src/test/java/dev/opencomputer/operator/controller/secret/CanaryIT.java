/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.secret.RepeatingProxy.Mood;
import dev.opencomputer.operator.seal.SealingPlace;
import dev.opencomputer.operator.testing.AgentSecrets;
import dev.opencomputer.operator.testing.Agents;
import dev.opencomputer.operator.testing.Canary;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.ProgramProcess;
import dev.opencomputer.operator.testing.TestCluster;
import dev.opencomputer.operator.testing.Traces;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Values go to OpenComputer and nowhere else, whatever goes wrong and however much is logged. */
@ExtendWith(ControlPlaneExtension.class)
class CanaryIT {

    private static final Map<String, String> ALL_LOGS = Map.of("OPENCOMPUTER_LOG_LEVEL", "TRACE");
    private static final String FROM_SECRET = "from-secret";
    private static final String SOURCE = "source";

    @TempDir
    private Path data;

    private final List<Canary> canaries = new ArrayList<>();

    @Test
    void nothingOfAValueIsAnywhereButInItsOwnSecret(TestCluster cluster) throws Exception {
        try (ProgramProcess local = local();
                RepeatingProxy proxy = new RepeatingProxy(local.awaitUrl("at "));
                ProgramProcess operator = operator(cluster, proxy.url())) {
            URI metrics = operator.awaitUrl("metrics and health are at ");
            AgentSecrets secrets = new AgentSecrets(cluster);
            new Agents(cluster).create("resolver");
            secrets.create(FROM_SECRET, "resolver", "FROM_SECRET", SOURCE);

            takesOne(cluster, secrets);
            // Each time a value of its own goes the way of that failure.
            fails(cluster, secrets, proxy, Mood.REPEATS_WITH_500, ConditionReason.SERVER_TROUBLE);
            fails(cluster, secrets, proxy, Mood.REPEATS_WITH_400, ConditionReason.REJECTED);
            fails(cluster, secrets, proxy, Mood.REPEATS_WITH_200, ConditionReason.UNEXPECTED_ANSWER);
            fails(cluster, secrets, proxy, Mood.CUTS, ConditionReason.UNREACHABLE);
            takesOne(cluster, secrets);
            isInvalid(cluster, secrets, notText(canary("an entry that is not UTF-8")));
            isInvalid(cluster, secrets, tooLong(canary("an entry that is too long")));
            seals(cluster, secrets);
            Canary last = takesOne(cluster, secrets);

            String scraped = scrape(metrics);
            assertThat(scraped).contains("opencomputer_upstream_calls_total{operation=\"put_key\"");
            assertThat(Canary.findings(canaries, "metrics", scraped)).isEmpty();
            operator.stop();
            local.stop();
            assertThat(operator.output()).contains("DEBUG SecretRun", "PutKey");
            assertThat(Canary.findings(canaries, "what the operator said", operator.output()))
                    .isEmpty();
            assertThat(Canary.findings(canaries, "what the local OpenComputer said", local.output()))
                    .isEmpty();
            Traces traces = new Traces(cluster, Set.of(SOURCE));
            assertThat(traces.isInSource(last, SOURCE)).isTrue();
            assertThat(traces.inEtcd(canaries)).isEmpty();
            assertThat(traces.amongObjects(canaries)).isEmpty();
        }
    }

    private Canary canary(String way) {
        Canary canary = Canary.by(way);
        canaries.add(canary);
        return canary;
    }

    /** By a Secret. */
    private Canary takesOne(TestCluster cluster, AgentSecrets secrets) {
        Canary canary = canary("a Secret");
        Optional<String> before = applied(secrets);
        put(cluster, canary.value().getBytes(StandardCharsets.UTF_8));
        await(canary.toString())
                .atMost(Duration.ofSeconds(60))
                .until(() -> applied(secrets).isPresent() && !applied(secrets).equals(before));
        secrets.awaitReady(FROM_SECRET);
        return canary;
    }

    /** The digest of what OpenComputer took last. */
    private static Optional<String> applied(AgentSecrets secrets) {
        return secrets.get(FROM_SECRET)
                .flatMap(secret -> Optional.ofNullable(secret.getStatus()))
                .flatMap(status -> Optional.ofNullable(status.getAppliedDigest()));
    }

    private void fails(
            TestCluster cluster, AgentSecrets secrets, RepeatingProxy proxy, Mood mood, ConditionReason reason) {
        proxy.is(mood);
        put(cluster, canary("a Secret when the server " + mood).value().getBytes(StandardCharsets.UTF_8));
        secrets.awaitReason(FROM_SECRET, reason);
        proxy.is(Mood.GOOD);
        takesOne(cluster, secrets);
    }

    private static void isInvalid(TestCluster cluster, AgentSecrets secrets, byte[] entry) {
        put(cluster, entry);
        secrets.awaitReason(FROM_SECRET, ConditionReason.INVALID_VALUE);
    }

    /** By a sealed value. */
    private void seals(TestCluster cluster, AgentSecrets secrets) {
        Canary canary = canary("a sealed value");
        String sealed = cluster.publicSealingKey()
                .seal(
                        new SealingPlace(cluster.namespace(), "resolver", "SEALED"),
                        canary.value().getBytes(StandardCharsets.UTF_8))
                .text();
        secrets.createSealed("sealed", "resolver", "SEALED", sealed);
        secrets.awaitReady("sealed");
    }

    private static byte[] notText(Canary canary) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(canary.value().getBytes(StandardCharsets.UTF_8));
        bytes.write(0xC3);
        bytes.write(0x28);
        return bytes.toByteArray();
    }

    private static byte[] tooLong(Canary canary) {
        return (canary.value() + "x".repeat(128 * 1024)).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(TestCluster cluster, byte[] value) {
        String encoded = Base64.getEncoder().encodeToString(value);
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(SOURCE)
                        .withNamespace(cluster.namespace())
                        // As kubectl apply leaves it: the watch of Secrets receives annotations, and no data.
                        .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", encoded)
                        .endMetadata()
                        .withData(Map.of(AgentSecrets.ENTRY, encoded))
                        .build())
                .createOr(existing -> existing.update());
    }

    private ProgramProcess local() {
        return ProgramProcess.start(
                data.resolve("local.txt"),
                ALL_LOGS,
                "local",
                "--port",
                "0",
                "--data-dir",
                data.resolve("local").toString());
    }

    private ProgramProcess operator(TestCluster cluster, URI url) throws IOException {
        return ProgramProcess.start(
                data.resolve("operator.txt"),
                Map.of(
                        "OPENCOMPUTER_LOG_LEVEL",
                        "TRACE",
                        "OPENCOMPUTER_API_URL",
                        url.toString(),
                        "OPENCOMPUTER_AGENTS_URL",
                        url.toString(),
                        "OPENCOMPUTER_API_KEY",
                        Files.readString(data.resolve("local").resolve("api-key"))
                                .strip()),
                "operator",
                "--leader-election=false",
                "--kubeconfig",
                cluster.operatorKubeconfig().toString(),
                "--operator-namespace",
                TestCluster.OPERATOR_NAMESPACE,
                "--namespaces",
                cluster.namespace(),
                "--monitoring-port",
                "0");
    }

    private static String scrape(URI metrics) throws IOException {
        try (InputStream in = metrics.resolve("/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
