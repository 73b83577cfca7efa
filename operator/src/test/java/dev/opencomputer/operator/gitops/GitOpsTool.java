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

    private GitOpsTool() {}

    /**
     * What the tools make of an object.
     *
     * @param argocd its health for Argo CD, with the health checks of the example
     * @param argocdMessage what Argo CD shows beside it
     * @param kstatus its status for kstatus
     * @param kstatusMessage what Flux and Helm show beside it
     */
    record Judgement(String argocd, String argocdMessage, String kstatus, String kstatusMessage) {}

    static List<Judgement> judge(List<? extends HasMetadata> objects) throws IOException, InterruptedException {
        List<Judgement> judgements = run(json(objects), "judge", ExampleFiles.ARGOCD_CM.toString())
                .lines()
                .map(line -> Serialization.unmarshal(line, Judgement.class))
                .toList();
        assertThat(judgements).hasSameSizeAs(objects);
        return judgements;
    }

    /** Objects as the program reads them. */
    static String json(List<? extends HasMetadata> objects) {
        return objects.stream().map(Serialization::asJson).collect(Collectors.joining("\n"));
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
