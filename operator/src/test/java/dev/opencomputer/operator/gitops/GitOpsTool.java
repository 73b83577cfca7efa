/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.GoTool;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks the libraries of Argo CD and Flux, by the program in {@code tools/gitops}. */
final class GitOpsTool {

    static final Path EXAMPLES = Path.of("..", "examples");
    static final Path ARGOCD_CM = EXAMPLES.resolve(Path.of("argocd", "argocd-cm.yaml"));

    private GitOpsTool() {}

    /**
     * What the tools make of an object.
     *
     * @param argocd its health for Argo CD, with the health checks of the example
     * @param argocdMessage what Argo CD shows beside it
     * @param kstatus its status for kstatus
     */
    record Judgement(String argocd, String argocdMessage, String kstatus) {}

    static List<Judgement> judge(List<HasMetadata> objects) throws IOException, InterruptedException {
        String input = objects.stream().map(Serialization::asJson).collect(Collectors.joining("\n"));
        List<Judgement> judgements = run(input, "judge", ARGOCD_CM.toString())
                .lines()
                .map(line -> Serialization.unmarshal(line, Judgement.class))
                .toList();
        assertThat(judgements).hasSameSizeAs(objects);
        return judgements;
    }

    /** Runs the program; fails with its words when it fails. */
    static String run(String input, String... arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of("target", "gitops"));
        Path in = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        List<String> command = new ArrayList<>(List.of(GoTool.binary("gitops").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("%s ended", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(out);
    }
}
