/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.CustomResourceDefinitions;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the CRDs that belong to this version, or writes one file for each. */
@Command(
        name = "crds",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Print the CRDs that belong to this version of the operator.",
        description = "Nothing is asked of a cluster: what is printed goes to kubectl or into Git.%n",
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Done.", "1:A file could not be written.", "2:An option is wrong."},
        footerHeading = "%nExample, for the cluster of kubectl's current context:%n",
        footer = "  opencomputer-operator crds | kubectl apply --server-side -f -")
final class CrdsCommand implements Callable<Integer> {

    @Option(
            names = "--output-dir",
            paramLabel = "DIR",
            defaultValue = "${env:OPENCOMPUTER_OPERATOR_CRDS_OUTPUT_DIR}",
            description =
                    "Write one file a CRD into this folder, which is made if it is missing, instead of printing them."
                            + " (env: OPENCOMPUTER_OPERATOR_CRDS_OUTPUT_DIR)")
    private Path outputDir;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (outputDir == null) {
            CustomResourceDefinitions.all()
                    .forEach(definition -> out.print(CustomResourceDefinitions.yaml(definition)));
            out.flush();
            return 0;
        }
        try {
            Files.createDirectories(outputDir);
            for (CustomResourceDefinition definition : CustomResourceDefinitions.all()) {
                Path file = outputDir.resolve(definition.getMetadata().getName() + ".yaml");
                Files.writeString(file, CustomResourceDefinitions.yaml(definition));
                out.println("Wrote " + file);
            }
            out.flush();
            return 0;
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("The CRDs could not be written to " + outputDir + ": " + e
                            + ". Name a folder that you may write to with --output-dir.");
            return 1;
        }
    }
}
