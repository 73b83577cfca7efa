/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.opencomputer.operator.seal.PrivateSealingKey;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealingPlace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResealCommandTest {

    private static final PublicSealingKey OLD = PrivateSealingKey.generate().publicKey();
    private static final PublicSealingKey CURRENT = PrivateSealingKey.generate().publicKey();

    private static final String PUBLIC_KEYS =
            "/api/v1/namespaces/opencomputer-system/configmaps/opencomputer-sealing-keys";
    private static final String AGENT_SECRETS = "/apis/opencomputer.dev/v1alpha1/namespaces/team-a/agentsecrets/";

    /** Answers by path: a status, or an object. */
    private final Map<String, Object> answers = new HashMap<>();

    private final List<String> asked = new ArrayList<>();

    @TempDir
    Path folder;

    private HttpServer apiServer;

    @BeforeEach
    void start() throws IOException {
        apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        apiServer.createContext("/", this::answer);
        apiServer.start();
        answers.put(PUBLIC_KEYS, """
                {"metadata": {"annotations": {"opencomputer.dev/current-key": "%1$s"}}, "data": {"%1$s": "%2$s"}}""".formatted(CURRENT.id(), CURRENT.base64()));
    }

    @AfterEach
    void stop() {
        apiServer.stop(0);
    }

    private record Ended(int exitCode, String out, String err) {}

    @Test
    void setsWhatTheOperatorHasSealedAnewAndLeavesEveryOtherByte() throws IOException {
        String old = sealed(OLD);
        String resealed = sealed(CURRENT);
        String current = sealed(CURRENT);
        answers.put(AGENT_SECRETS + "a", object(old, resealed, 3));
        String before = "# ours\n" + document("a", old) + document("b", current);
        Path file = file("f.yaml", before);

        Ended ended = reseal(file);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(file).hasContent("# ours\n" + document("a", resealed) + document("b", current));
        assertThat(ended.out().lines())
                .containsExactly(
                        file + ":3 A of team-a/agent: sealed for the key " + CURRENT.id() + " now",
                        file + ":8 A of team-a/agent: nothing to do");
        assertThat(asked).containsExactly(PUBLIC_KEYS, AGENT_SECRETS + "a", AGENT_SECRETS + "b");
    }

    @Test
    void leavesWhatItMustAndSaysWhy() throws IOException {
        String old = sealed(OLD);
        answers.put(AGENT_SECRETS + "other", object("oc1.x", old, 3));
        answers.put(AGENT_SECRETS + "early", object(old, old, 2));
        answers.put(AGENT_SECRETS + "waiting", object(old, "", 3));
        answers.put(AGENT_SECRETS + "moved", object(old, sealed(CURRENT), 3).replace("\"A\"", "\"B\""));
        answers.put(AGENT_SECRETS + "hidden", 403);
        String before = Stream.of("other", "early", "waiting", "moved", "hidden", "gone", "../../secrets/x")
                        .map(name -> document(name, old))
                        .reduce("", String::concat)
                + document("from-secret", "").replace("sealedValue: ", "valueFrom: {}");
        Path file = file("f.yaml", before);

        Ended ended = reseal(file);

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(file).hasContent(before);
        assertThat(ended.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("left, the cluster has another sealedValue"),
                        line -> assertThat(line).contains("left, the operator has not looked at it"),
                        line -> assertThat(line).contains("left, it uses the key " + OLD.id()),
                        line -> assertThat(line).contains("left, the cluster's AgentSecret", "another Agent or key"),
                        line -> assertThat(line).contains("left, this user may not get agentsecrets there (403)"),
                        line -> assertThat(line).contains("left, the cluster has no AgentSecret of that name"),
                        line -> assertThat(line).contains("left, it has no metadata.name"));
        assertThat(asked).noneMatch(path -> path.contains("secrets/x"));
    }

    @Test
    void setsTheOthersWhereOneCannotBeSet() throws IOException {
        String old = sealed(OLD);
        String resealed = sealed(CURRENT);
        answers.put(AGENT_SECRETS + "a", object(old, resealed, 3));
        answers.put(AGENT_SECRETS + "b", object(old, resealed, 3));
        String shared = document("b", "&v " + old) + "copy: *v\n";
        Path file = file("f.yaml", shared + document("a", old));

        Ended ended = reseal(file);

        assertThat(ended.exitCode()).isEqualTo(4);
        assertThat(file).hasContent(shared + document("a", resealed));
        assertThat(ended.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("left: ", "by an anchor (&)"),
                        line -> assertThat(line).contains("sealed for the key " + CURRENT.id() + " now"));
    }

    @Test
    void saysThatItGoesByTheStatusAloneWhereTheKeysCannotBeRead() throws IOException {
        String old = sealed(OLD);
        answers.put(PUBLIC_KEYS, 403);
        answers.put(AGENT_SECRETS + "a", object(old, "", 3));
        answers.put(AGENT_SECRETS + "b", object(old, "", 3).replace("\"True\"", "\"False\""));

        Ended ready = reseal(file("f.yaml", document("a", old)));
        Ended notReady = reseal(file("f.yaml", document("b", old)));

        assertThat(ready.exitCode()).isZero();
        assertThat(ready.out()).contains("nothing to do, as far as its status tells");
        assertThat(ready.err()).contains("Which key is the current one is not known.", "configmaps there (403)");
        assertThat(notReady.exitCode()).isEqualTo(4);
        assertThat(notReady.out()).contains("left, the operator has sealed nothing anew, and it is not Ready");
    }

    @Test
    void takesTheKeysFromAFileAndNoOtherThanTheTrustedOnes() throws IOException {
        String old = sealed(OLD);
        answers.put(PUBLIC_KEYS, 403);
        answers.put(AGENT_SECRETS + "a", object(old, sealed(CURRENT), 3));
        Path file = file("f.yaml", document("a", old));

        Ended ofAFile = reseal(file, "--keys", file("key", OLD.base64()).toString());
        Ended pinned = reseal(file, "--trusted-sealing-keys", OLD.id().value());
        Ended missing = reseal(file, "--keys", folder.resolve("none").toString());
        Ended empty = reseal(file, "--trusted-sealing-keys", ",");

        assertThat(ofAFile.out()).contains("nothing to do");
        assertThat(pinned.exitCode()).isEqualTo(4);
        assertThat(pinned.out()).contains(CURRENT.id().value(), "which --trusted-sealing-keys does not name");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(file).hasContent(document("a", old));
    }

    @Test
    void doesNothingWhereWhatIsPublishedIsNotTrustedOrNotRight() throws IOException {
        String old = sealed(OLD);
        answers.put(AGENT_SECRETS + "a", object(old, sealed(CURRENT), 3));
        Path file = file("f.yaml", document("a", old));

        Ended another = reseal(file, "--trusted-sealing-keys", OLD.id().value());
        answers.put(PUBLIC_KEYS, "{}");
        Ended none = reseal(file);

        assertThat(another.exitCode()).isEqualTo(1);
        assertThat(another.err()).contains("are not to be used", CURRENT.id().value());
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("Restart the operator");
        assertThat(file).hasContent(document("a", old));
        assertThat(asked).containsExactly(PUBLIC_KEYS, PUBLIC_KEYS);
    }

    @Test
    void takesTheNamespaceOfTheContextOrTheOneThatIsGiven() throws IOException {
        String old = sealed(OLD);
        Path file = file("f.yaml", document("a", old).replace("namespace: team-a, ", ""));

        reseal(file);
        reseal(file, "--namespace", "team-b");

        assertThat(asked)
                .containsExactly(
                        PUBLIC_KEYS,
                        AGENT_SECRETS.replace("team-a", "of-the-context") + "a",
                        PUBLIC_KEYS,
                        AGENT_SECRETS.replace("team-a", "team-b") + "a");
    }

    @Test
    void endsWhenTheClusterKnowsNobody() throws IOException {
        answers.put(AGENT_SECRETS + "a", 401);
        Path file = file("f.yaml", document("a", sealed(OLD)) + document("b", sealed(OLD)));

        Ended ended = reseal(file);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err().lines()).singleElement().asString().contains("credentials (401).");
        assertThat(asked).containsExactly(PUBLIC_KEYS, AGENT_SECRETS + "a");
    }

    @Test
    void goesOnAfterAFileThatCannotBeRead() throws IOException {
        String old = sealed(OLD);
        String resealed = sealed(CURRENT);
        answers.put(AGENT_SECRETS + "a", object(old, resealed, 3));
        Path good = file("good.yaml", document("a", old));

        Ended ended = reseal(file("bad.yaml", "a: ["), good.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("bad.yaml is not YAML");
        assertThat(good).hasContent(document("a", resealed));
    }

    @Test
    void saysThatAFileIsMissingOnTheCommandLine() {
        Ended ended = reseal();

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("FILE");
    }

    private Ended reseal(Path file, String... more) throws IOException {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: c, context: {cluster: c, user: u, namespace: of-the-context}}]
                users: [{name: u, user: {}}]
                current-context: c
                """.formatted(
                        apiServer.getAddress().getPort()));
        List<String> arguments = new ArrayList<>(List.of(file.toString(), "--kubeconfig", kubeconfig.toString()));
        arguments.addAll(List.of(more));
        return reseal(arguments.toArray(String[]::new));
    }

    private static Ended reseal(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new ResealCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        Object answer = answers.getOrDefault(path, 404);
        byte[] body = (answer instanceof String object ? object : "{}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer instanceof Integer status ? status : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String object(String sealed, String resealed, int observed) {
        return """
                {"metadata": {"generation": 3}, "spec": {"agentRef": {"name": "agent"}, "key": "A", "sealedValue": "%s"},
                 "status": {"observedGeneration": %d, "conditions": [{"type": "Ready", "status": "True"}]%s}}""".formatted(sealed, observed, resealed.isEmpty() ? "" : ", \"resealedValue\": \"" + resealed + '"');
    }

    private static String document(String name, String sealed) {
        return """
                ---
                apiVersion: opencomputer.dev/v1alpha1
                kind: AgentSecret
                metadata: {namespace: team-a, name: %s}
                spec: {agentRef: {name: agent}, key: A, sealedValue: %s} # A
                """.formatted(name, sealed);
    }

    private static String sealed(PublicSealingKey key) {
        return key.seal(new SealingPlace("team-a", "agent", "A"), "value".getBytes(StandardCharsets.UTF_8))
                .text();
    }
}
