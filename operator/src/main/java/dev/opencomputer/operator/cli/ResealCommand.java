/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Patterns;
import dev.opencomputer.operator.cli.sealing.ClusterException;
import dev.opencomputer.operator.cli.sealing.ClusterReader;
import dev.opencomputer.operator.cli.sealing.KeyNotFoundException;
import dev.opencomputer.operator.cli.sealing.PublicKeys;
import dev.opencomputer.operator.cli.sealing.Resealing;
import dev.opencomputer.operator.manifest.ManifestException;
import dev.opencomputer.operator.seal.SealingKeyId;
import io.fabric8.kubernetes.client.Config;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reseal}: carries values that the operator has sealed for its current key into files. */
@Command(
        name = "reseal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Bring sealed values in files up to the operator's current key.",
        description = {
            "While a sealed value uses an older key, the operator puts the same value, sealed for the current one, into"
                    + " status.resealedValue of the AgentSecret. For each AgentSecret in the files, reseal reads it from"
                    + " there and sets it in place, when the cluster has the same sealedValue as the file; every other byte"
                    + " of the file stays. Nobody sees the value, and the right to get AgentSecrets is all that it takes.",
            "Which key is the current one, the ConfigMap with the public keys says, or a file with them (--keys). A value for"
                    + " another key is not set. Where this user may read neither, what the statuses say is taken on trust,"
                    + " but for --trusted-sealing-keys.%n"
        },
        parameterListHeading = "Files:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:What there was to replace is replaced.",
            "1:A file cannot be read or written, and the others are done; or the cluster does not answer, and the files"
                    + " before that are done; or the current key is not a trusted one, and nothing is done; standard error"
                    + " says which, and why.",
            "2:An option is wrong or missing.",
            "4:At least one sealed value was left that may use an older key; standard output says which, and why."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator reseal secrets/*.yaml && git commit -am 'Seal for the new key'")
final class ResealCommand implements Callable<Integer> {

    private static final int LEFT = 4;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files with AgentSecrets, in YAML or JSON")
    private List<Path> files;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_NAMESPACE}",
            description = "Namespace of the AgentSecrets that name none in the file. Default: that of the kubeconfig's"
                    + " context (env: OPENCOMPUTER_SEAL_NAMESPACE)")
    private Optional<String> namespace = Optional.empty();

    @Mixin
    private PublicKeyOptions keys;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        namespace.ifPresent(given -> PlaceOptions.checked(
                command,
                "--namespace",
                given,
                PlaceOptions.MOST_CHARACTERS,
                Patterns.DNS_LABEL,
                "the name of a namespace"));
        Set<SealingKeyId> trusted = keys.trusted(command);
        Config config = keys.config(command);
        PrintWriter out = command.getOut();
        try (ClusterReader reader = new ClusterReader(config)) {
            Resealing resealing = new Resealing(
                    reader,
                    current(command, reader, trusted),
                    trusted,
                    namespace
                            .or(() -> Optional.ofNullable(config.getNamespace()))
                            .orElse("default"),
                    out::println);
            boolean failed = false;
            for (Path file : files) {
                try {
                    resealing.reseal(file);
                } catch (ManifestException failure) {
                    command.getErr().println(failure.getMessage());
                    failed = true;
                }
            }
            return failed
                    ? CommandLine.ExitCode.SOFTWARE
                    : resealing.somethingIsLeft() ? LEFT : CommandLine.ExitCode.OK;
        } catch (KeyNotFoundException failure) {
            return CommandLines.failed(command, failure.getMessage());
        } catch (ClusterException failure) {
            return CommandLines.failed(command, "The AgentSecrets could not be read: " + failure.getMessage() + ".");
        } finally {
            out.flush();
        }
    }

    /** From a file it must be had; who may not read the ConfigMap is told so, and can do without. What is read must be right. */
    private Optional<SealingKeyId> current(CommandLine command, ClusterReader reader, Set<SealingKeyId> trusted)
            throws KeyNotFoundException {
        if (keys.file(command).isPresent()) {
            return Optional.of(keys.keys(command).current().id());
        }
        PublicKeys published;
        try {
            published = keys.publishedKeysOfAnybody(command, reader);
        } catch (KeyNotFoundException failure) {
            command.getErr().println("Which key is the current one is not known. " + failure.getMessage());
            return Optional.empty();
        }
        return Optional.of(published.trusting(trusted).current().id());
    }
}
