/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.api.AgentSecret;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The image, as {@code image/build} wrote it, against the real control plane. */
@Tag("image")
@ExtendWith(ControlPlaneExtension.class)
class ImageIT {

    /** Write permission for others than the owner, and the bits that lend the owner's rights. */
    private static final int OPEN = 06022;

    @TempDir
    private static Path unpacked;

    private static UnpackedImage image;

    @TempDir
    private Path data;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        image = UnpackedImage.in(unpacked);
    }

    @Test
    void makesAnAgentAndItsSecretReadyAsAnUnprivilegedUserOnAReadOnlyRoot(TestCluster cluster)
            throws IOException, InterruptedException {
        try (Scene scene = Scene.withoutOperator(cluster, data, Dialect.HOSTED);
                ImageProcess operator = operator(cluster, scene);
                ImageProcess facade = facade(cluster)) {
            operator.awaitUrl("metrics and health are at ");

            URI agents = facade.awaitUrl("Agents API at ");
            // Until the operator has published its first key, a value cannot be sealed.
            HttpResponse<String> created = await().atMost(Duration.ofSeconds(60))
                    .until(() -> create(agents), answer -> answer.statusCode() != 503);

            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            scene.agents().awaitReady("resolver");
            String secret = cluster.client()
                    .resources(AgentSecret.class)
                    .inNamespace(cluster.namespace())
                    .list()
                    .getItems()
                    .get(0)
                    .getMetadata()
                    .getName();
            scene.secrets().awaitReady(secret);
            assertThat(scene.value("resolver", "KEY")).contains("not-a-real-one");
            for (ImageProcess process : List.of(operator, facade)) {
                assertThat(process.status())
                        .contains(
                                "Uid:\t" + image.userOfTheProcess() + "\t",
                                "CapEff:\t0000000000000000",
                                "CapBnd:\t0000000000000000",
                                "NoNewPrivs:\t1");
                process.terminate();
                process.awaitEnd();
            }
            assertThat(facade.output()).contains("The agents API is no longer served");
        }
    }

    @Test
    void startsWithTheCacheThatItsBuildTrained() throws IOException, InterruptedException {
        // In this mode Java does not start at all when the cache does not fit.
        Map<String, String> strict = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on -Xlog:aot");
        try (ImageProcess process =
                ImageProcess.start(image, data.resolve("said"), image.folder("empty", Map.of()), strict, "--version")) {
            assertThat(process.awaitEnd()).as(process.output()).isZero();
            assertThat(process.output()).contains("/app/opencomputer-operator.aot", "opencomputer-operator 0.");
        }
    }

    @Test
    void isBuiltAgainBitForBitButForTheCache(@TempDir Path again) throws IOException, InterruptedException {
        List<String> layers = image.layers();

        assertThat(UnpackedImage.layersOfAnotherBuild(again))
                .hasSizeGreaterThan(1)
                .isEqualTo(layers.subList(0, layers.size() - 1));
    }

    @Test
    void holdsTheProgramThatWasBuilt() {
        assertThat(image.root().resolve("app/opencomputer-operator.jar"))
                .hasSameBinaryContentAs(Path.of("target", "opencomputer-operator.jar"));
    }

    @Test
    void holdsNoShellAndNoOtherProgramOfDebian() throws IOException {
        assertThat(names("usr/bin")).isEmpty();
        assertThat(names("usr/sbin")).isEmpty();
        assertThat(names("opt/java/bin")).containsExactlyInAnyOrder("java", "keytool");
    }

    @Test
    void lendsNobodyRightsAndGivesNobodyAFileToWrite() throws IOException {
        try (Stream<Path> files = Files.walk(image.root())) {
            assertThat(files.filter(ImageIT::isOpen).map(image.root()::relativize))
                    .containsExactly(Path.of("tmp"));
        }
    }

    @Test
    void billsEveryLibraryAndEveryPackage() throws IOException {
        Set<String> billed = StreamSupport.stream(
                        UnpackedImage.bill().path("components").spliterator(), false)
                .map(ImageIT::fileName)
                .collect(Collectors.toSet());

        assertThat(billed).containsAll(names("app/lib")).containsAll(names("var/lib/dpkg/status.d"));
    }

    private ImageProcess operator(TestCluster cluster, Scene scene) throws IOException {
        String url = scene.server().url().toString();
        Path mounted = image.folder(
                "operator",
                Map.of(
                        "kubeconfig",
                        Files.readString(cluster.operatorKubeconfig()),
                        "url",
                        url,
                        "agentsUrl",
                        url,
                        "apiKey",
                        scene.server().apiKey()));
        return ImageProcess.start(
                image,
                data.resolve("operator.txt"),
                mounted,
                Map.of(),
                "operator",
                "--kubeconfig",
                "/tmp/mounted/kubeconfig",
                "--connection-dir",
                "/tmp/mounted",
                "--operator-namespace",
                TestCluster.OPERATOR_NAMESPACE,
                "--namespaces",
                cluster.namespace(),
                "--lease-name",
                cluster.namespace(),
                "--monitoring-port",
                "0");
    }

    private ImageProcess facade(TestCluster cluster) throws IOException {
        Path mounted = image.folder(
                "facade",
                Map.of(
                        "kubeconfig",
                        Files.readString(cluster.facadeKubeconfig()),
                        "keys.yaml",
                        RunningFacade.keysFile(cluster, RunningFacade.KEY)));
        return ImageProcess.start(
                image,
                data.resolve("facade.txt"),
                mounted,
                Map.of(),
                "facade",
                "--kubeconfig",
                "/tmp/mounted/kubeconfig",
                "--keys-file",
                "/tmp/mounted/keys.yaml",
                "--operator-namespace",
                TestCluster.OPERATOR_NAMESPACE,
                "--port",
                "0",
                "--monitoring-port",
                "0");
    }

    private static HttpResponse<String> create(URI agents) throws IOException, InterruptedException {
        String body = "{\"id\":\"resolver\",\"config\":{\"snapshot\":\"agent-snapshot-v1\"},"
                + "\"secrets\":{\"KEY\":\"not-a-real-one\"}}";
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(agents.resolve("/v1/agents"))
                                .header("X-API-Key", RunningFacade.KEY)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(image.root().resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** As it is called in the image: a library's jar, a package's name. */
    private static String fileName(JsonNode component) {
        String name = component.path("name").asText();
        return component.path("purl").asText().startsWith("pkg:maven/")
                ? name + "-" + component.path("version").asText() + ".jar"
                : name;
    }

    private static boolean isOpen(Path file) {
        try {
            int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return !Files.isSymbolicLink(file) && (mode & OPEN) != 0;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
