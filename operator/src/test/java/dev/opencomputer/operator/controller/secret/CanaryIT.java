/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.api.SecretReference;
import dev.opencomputer.operator.api.SecretsSource;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Values go to OpenComputer and nowhere else, whatever goes wrong and however much is logged. */
@ExtendWith(ControlPlaneExtension.class)
class CanaryIT {

    private static final Map<String, String> ALL_LOGS = Map.of("OPENCOMPUTER_LOG_LEVEL", "TRACE");
    private static final String FROM_SECRET = "from-secret";
    private static final String SOURCE = "source";
    private static final String WHOLE = "whole";

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
            List<Canary> kept = takesAWholeSecret(cluster, secrets, proxy);
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
            assertThat(last.isIn(proxy.sent())).isTrue();
            assertThat(Canary.findings(kept, "what OpenComputer was sent", proxy.sent()))
                    .isEmpty();
            Traces traces = new Traces(cluster, Set.of(SOURCE, WHOLE));
            assertThat(traces.isInSource(last, SOURCE)).isTrue();
            assertThat(kept).allMatch(canary -> traces.isInSource(canary, WHOLE));
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
        put(cluster, bytes(canary));
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
        put(cluster, bytes(canary("a Secret when the server " + mood)));
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
                .seal(new SealingPlace(cluster.namespace(), "resolver", "SEALED"), bytes(canary))
                .text();
        secrets.createSealed("sealed", "resolver", "SEALED", sealed);
        secrets.awaitReady("sealed");
    }

    /** By {@code secretsFrom}; gives the values of that Secret that are not meant, and so must not even be sent. */
    private List<Canary> takesAWholeSecret(TestCluster cluster, AgentSecrets secrets, RepeatingProxy proxy) {
        Canary leftOut = canary("a key that the filter leaves out");
        Canary noName = canary("a key whose name is none of a variable");
        Map<String, byte[]> others = Map.of("LEFT_OUT", bytes(leftOut), "tls.crt", bytes(noName));
        SecretsSource source = new SecretsSource();
        source.setSecretRef(new SecretReference());
        source.getSecretRef().setName(WHOLE);
        source.setKeys(List.of("TAKEN", "tls.*"));
        putWhole(cluster, canary("a whole Secret"), others);
        Agents agents = new Agents(cluster);
        Agent agent = agents.create(WHOLE, made -> made.getSpec().setSecretsFrom(List.of(source)));
        agents.awaitReason(WHOLE, ConditionReason.SECRETS_FAILING);
        String taken = AgentSecretNames.nameOfMade(WHOLE, agent.getMetadata().getUid(), "TAKEN");
        secrets.awaitReady(taken);

        proxy.is(Mood.REPEATS_WITH_400);
        putWhole(cluster, canary("a whole Secret that is refused"), others);
        secrets.awaitReason(taken, ConditionReason.REJECTED);
        proxy.is(Mood.GOOD);
        putWhole(cluster, canary("a whole Secret that is taken again"), others);
        secrets.awaitReady(taken);
        return List.of(leftOut, noName);
    }

    private static void putWhole(TestCluster cluster, Canary taken, Map<String, byte[]> others) {
        Map<String, byte[]> entries = new TreeMap<>(others);
        entries.put("TAKEN", bytes(taken));
        put(cluster, WHOLE, entries);
    }

    private static byte[] bytes(Canary canary) {
        return canary.value().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] notText(Canary canary) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(bytes(canary));
        bytes.write(0xC3);
        bytes.write(0x28);
        return bytes.toByteArray();
    }

    private static byte[] tooLong(Canary canary) {
        return (canary.value() + "x".repeat(128 * 1024)).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(TestCluster cluster, byte[] value) {
        put(cluster, SOURCE, Map.of(AgentSecrets.ENTRY, value));
    }

    private static void put(TestCluster cluster, String name, Map<String, byte[]> entries) {
        Map<String, String> encoded = new TreeMap<>();
        entries.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(cluster.namespace())
                        // As kubectl apply leaves it: the watch of Secrets receives annotations, and no data.
                        .addToAnnotations("kubectl.kubernetes.io/last-applied-configuration", encoded.toString())
                        .endMetadata()
                        .withData(encoded)
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
