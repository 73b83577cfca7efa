/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.api.ConditionReason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The health checks for Argo CD, in its own layout and in its ConfigMap. */
class ArgoCustomisationsTest {

    private static final Path FOLDER = ExampleFiles.FOLDER.resolve(Path.of("argocd", "resource_customizations"));
    private static final Path GENERATED = Path.of("target", "gitops", "resource_customizations");

    /** One state for each way through the script; the table of states has all of them. */
    private static Map<String, State> inputs() {
        Map<String, State> inputs = new LinkedHashMap<>();
        inputs.put("progressing_untouched", State.each().get(0));
        inputs.put("progressing_changed", State.changedSince().get(0));
        inputs.put("progressing_retrying", State.of(ConditionReason.UNREACHABLE));
        inputs.put("progressing_waiting", State.of(ConditionReason.AGENT_NOT_FOUND));
        inputs.put("healthy", State.of(ConditionReason.IN_SYNC));
        inputs.put("suspended_paused", State.of(ConditionReason.PAUSED));
        inputs.put("degraded_stalled", State.of(ConditionReason.REJECTED));
        return inputs;
    }

    static List<JudgedKind> kinds() {
        return JudgedKind.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void testFilesHoldWhatTheOperatorWrites(JudgedKind kind) throws Exception {
        Map<String, String> expected = testFiles(kind);

        write(folder(GENERATED, kind), expected);

        assertThat(read(folder(FOLDER, kind)))
                .as("%s differs. Copy what this test wrote: cp -r operator/%s examples/argocd/", FOLDER, GENERATED)
                .isEqualTo(expected);
    }

    @Test
    void passArgoCdsOwnKindOfTest() throws Exception {
        int tests = inputs().size() * kinds().size();

        assertThat(GitOpsTool.run("", "customisations", FOLDER.toString())).contains(tests + " health tests passed");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void standInTheConfigMapAsTheyStandInTheFolder(JudgedKind kind) throws IOException {
        ConfigMap map = Serialization.unmarshal(Files.readString(ExampleFiles.ARGOCD_CM), ConfigMap.class);

        assertThat(map.getData())
                .containsEntry(
                        "resource.customizations.health.opencomputer.dev_" + HasMetadata.getKind(kind.type()),
                        Files.readString(folder(FOLDER, kind).resolve("health.lua")));
    }

    @Test
    void sayTheSameForBothKinds() throws IOException {
        List<String> scripts = new ArrayList<>();
        for (JudgedKind kind : kinds()) {
            scripts.add(Files.readString(folder(FOLDER, kind).resolve("health.lua")));
        }

        assertThat(scripts).hasSize(2).containsOnly(scripts.get(0));
    }

    @Test
    void showTheReasonAndWhatToDo() throws Exception {
        List<HasMetadata> objects = kinds().stream()
                .map(kind -> kind.judged(ConditionReason.UNREACHABLE))
                .toList();

        assertThat(GitOpsTool.judge(objects))
                .extracting(GitOpsTool.Judgement::argocdMessage)
                .containsOnly("Unreachable: " + ConditionReason.UNREACHABLE.description());
    }

    private static Map<String, String> testFiles(JudgedKind kind) throws Exception {
        Map<String, State> inputs = inputs();
        List<HasMetadata> objects = inputs.values().stream()
                .map(state -> state.object().apply(kind))
                .toList();
        List<GitOpsTool.Judgement> judgements = GitOpsTool.judge(objects);
        Map<String, String> files = new TreeMap<>();
        List<Map<String, Object>> tests = new ArrayList<>();
        int i = 0;
        for (String name : inputs.keySet()) {
            String file = "testdata/" + name + ".yaml";
            files.put(file, Serialization.asYaml(objects.get(i)));
            Map<String, Object> health = new LinkedHashMap<>();
            health.put("status", judgements.get(i).argocd());
            health.put("message", judgements.get(i).argocdMessage());
            Map<String, Object> test = new LinkedHashMap<>();
            test.put("healthStatus", health);
            test.put("inputPath", file);
            tests.add(test);
            i++;
        }
        files.put("health_test.yaml", Serialization.asYaml(Map.of("tests", tests)));
        return files;
    }

    private static Path folder(Path root, JudgedKind kind) {
        return root.resolve(Path.of("opencomputer.dev", HasMetadata.getKind(kind.type())));
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }

    private static Map<String, String> read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> yaml =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            Map<String, String> read = new TreeMap<>();
            for (Path file : yaml) {
                read.put(folder.relativize(file).toString(), Files.readString(file));
            }
            return read;
        }
    }
}
