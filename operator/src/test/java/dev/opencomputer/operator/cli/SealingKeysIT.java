/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.opencomputer.operator.api.ConditionReason;
import dev.opencomputer.operator.controller.Operator;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.OwnKeys;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people do with sealing keys, on a cluster whose operator runs. */
@ExtendWith(ControlPlaneExtension.class)
class SealingKeysIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private TestCluster cluster;
    private Scene scene;
    private OwnKeys keys;
    private Operator operator;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void operatorRuns(TestCluster given) {
        cluster = given;
        scene = Scene.withoutOperator(cluster, folder.resolve("local"), Dialect.LOCAL);
        keys = new OwnKeys(cluster);
        operator = keys.start(scene);
        scene.agents().create("resolver");
    }

    @AfterEach
    void close() {
        operator.close();
        keys.close();
        scene.close();
    }

    @Test
    void renewEndsWhenThereIsANewCurrentKey() {
        String former = keys.current().id().value();

        Ended ended = run("renew");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(keys.current().id().value()).isNotEqualTo(former);
        assertThat(ended.out()).contains(keys.current().id().value(), former + " keeps opening");
    }

    @Test
    void renewSaysThatNoOperatorRunsAndTheRequestIsFulfilledByTheNext() {
        String former = keys.current().id().value();
        operator.close();

        Ended ended = run("renew", "--timeout", "0");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("The request is left", former);
        operator = keys.start(scene);
        assertThat(keys.current().id().value()).isNotEqualTo(former);
    }

    @Test
    void listShowsEachKeyWithItsUsesAndThoseThatAreMissing() throws IOException {
        PublicSealingKey old = keys.current();
        scene.secrets().createSealed("one", "resolver", "ONE", keys.seal("ONE", "value"));
        scene.secrets().createSealed("two", "resolver", "TWO", keys.seal("TWO", "value"));
        scene.secrets().createSealed("lost", "resolver", "LOST", "oc1.0123456789abcdef." + "A".repeat(1516));
        run("renew");

        Ended table = run("list");
        Ended json = run("list", "-o", "json");

        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out().lines().map(line -> line.replaceAll(" +", " ")))
                .hasSize(4)
                .first()
                .isEqualTo("ID STATE AGE AGENTSECRETS");
        assertThat(table.out())
                .containsPattern(keys.current().id() + " +current +\\d+s +0")
                .containsPattern(old.id() + " +old +\\d+s +2")
                .containsPattern("0123456789abcdef +missing +1");
        JsonNode listed = new ObjectMapper().readTree(json.out());
        assertThat(listed).hasSize(3);
        assertThat(listed.get(0).path("state").asText()).isEqualTo("current");
        assertThat(listed.get(1).path("agentSecrets").asInt()).isEqualTo(2);
        assertThat(listed.get(1).path("created").asText()).isNotEmpty();
    }

    @Test
    void keysThatAreBackedUpAreRestoredAfterTheirLoss() throws IOException {
        scene.secrets().createSealed("api-key", "resolver", "API_KEY", keys.seal("API_KEY", "value"));
        scene.secrets().awaitReady("api-key");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery\n");
        Path backup = folder.resolve("keys.json");
        Ended backedUp = run("backup", backup.toString(), "--passphrase-file", passphrase.toString());
        assertThat(backedUp.exitCode()).as(backedUp.err()).isZero();
        assertThat(backedUp.out()).contains("Backed up 1 key into " + backup);
        String lost = keys.current().id().value();
        cluster.client().resource(keys.secrets().get(0)).delete();
        scene.secrets().awaitReason("api-key", ConditionReason.UNKNOWN_SEALING_KEY);

        Ended restored = run("restore", backup.toString(), "--passphrase-file", passphrase.toString());

        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out().lines()).containsExactly("Restored " + lost);
        scene.secrets().awaitReady("api-key");
        assertThat(run("restore", backup.toString(), "--passphrase-file", passphrase.toString())
                        .out()
                        .lines())
                .containsExactly("Was there " + lost);
    }

    @Test
    void aWrongPassphraseIsToldAndChangesNothing() throws IOException {
        Path right = Files.writeString(folder.resolve("right"), "correct horse battery");
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong horse battery");
        Path backup = folder.resolve("keys.json");
        run("backup", backup.toString(), "--passphrase-file", right.toString());
        int before = keys.secrets().size();

        Ended ended = run("restore", backup.toString(), "--passphrase-file", wrong.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("the passphrase is another one, or the file was damaged", "Nothing was changed");
        assertThat(keys.secrets()).hasSize(before);
    }

    @Test
    void aBackUpIsPlainOnRequestAloneAndTakesNoFilesPlace() {
        Path backup = folder.resolve("keys.json");

        assertThat(run("backup", backup.toString(), "--plain").out()).contains("not encrypted");
        Ended again = run("backup", backup.toString(), "--plain");
        Ended unasked = run("backup", folder.resolve("other.json").toString());

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("is there already");
        assertThat(unasked.exitCode()).isEqualTo(1);
        assertThat(unasked.err()).contains("--passphrase-file");
        assertThat(folder.resolve("other.json")).doesNotExist();
    }

    @Test
    void retireDeletesAKeyThatNothingUses() {
        PublicSealingKey old = keys.current();
        run("renew");
        assertThat(run("retire", old.id().value()).err()).contains("can be retired from");
        keys.ageCurrent();

        Ended ended = run("retire", old.id().value());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(keys.secrets()).hasSize(1);
        await().atMost(SOON)
                .until(() -> keys.published()
                        .get()
                        .getData()
                        .keySet()
                        .equals(Set.of(keys.current().id().value())));
    }

    @Test
    void retireRefusesTheCurrentKeyAndOneThatIsUsed() {
        PublicSealingKey old = keys.current();
        scene.secrets().createSealed("api-key", "resolver", "API_KEY", keys.seal("API_KEY", "value"));

        Ended current = run("retire", old.id().value());
        run("renew");
        keys.ageCurrent();
        Ended used = run("retire", old.id().value());

        assertThat(current.exitCode()).isEqualTo(1);
        assertThat(current.err()).contains("the one that values are sealed with", "sealing-keys renew");
        assertThat(used.exitCode()).isEqualTo(1);
        assertThat(used.err()).contains("in use: 1 AgentSecrets", cluster.namespace() + "/api-key");
        assertThat(keys.secrets()).hasSize(2);
        scene.secrets().awaitReady("api-key");
    }

    @Test
    void retireSaysThatThereIsNoSuchKey() {
        assertThat(run("retire", "0123456789abcdef").err()).contains("There is no sealing key 0123456789abcdef");
        assertThat(run("retire", "API_KEY=value").exitCode()).isEqualTo(2);
    }

    @Test
    void aNamespaceThatIsMissingIsTold() {
        Path backup = folder.resolve("keys.json");
        run("backup", backup.toString(), "--plain");
        StringWriter err = new StringWriter();

        int exitCode = new CommandLine(new SealingKeysCommand())
                .setErr(new PrintWriter(err))
                .execute(
                        "restore",
                        backup.toString(),
                        "--plain",
                        "--kubeconfig",
                        cluster.kubeconfig().toString(),
                        "--operator-namespace",
                        "nowhere");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("namespaces \"nowhere\" not found", "kubectl create namespace");
    }

    @Test
    void whoHasNoRightIsTold() {
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new SealingKeysCommand())
                .setErr(new PrintWriter(err))
                .execute(
                        "backup",
                        folder.resolve("keys.json").toString(),
                        "--plain",
                        "--kubeconfig",
                        cluster.facadeKubeconfig().toString(),
                        "--operator-namespace",
                        cluster.namespace());

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("the API server answered 403, ", "cannot list resource", "docs/sealing.md");
        assertThat(folder.resolve("keys.json")).doesNotExist();
    }

    private Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of("--kubeconfig", cluster.kubeconfig().toString(), "--operator-namespace", cluster.namespace()));
        int exitCode = new CommandLine(new SealingKeysCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
