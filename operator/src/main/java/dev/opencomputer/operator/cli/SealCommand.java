/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.Patterns;
import dev.opencomputer.operator.cli.sealing.KeyNotFoundException;
import dev.opencomputer.operator.cli.sealing.PublicKeys;
import dev.opencomputer.operator.cli.sealing.Terminal;
import dev.opencomputer.operator.cli.sealing.UnusableValueException;
import dev.opencomputer.operator.manifest.AgentSecretDocument;
import dev.opencomputer.operator.manifest.ManifestException;
import dev.opencomputer.operator.manifest.ManifestFile;
import dev.opencomputer.operator.manifest.SealedManifest;
import dev.opencomputer.operator.seal.PublicSealingKey;
import dev.opencomputer.operator.seal.SealedValue;
import dev.opencomputer.operator.seal.SealingPlace;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seal}: encrypts a value for an AgentSecret, and looks after what is encrypted. */
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Encrypt a value for an AgentSecret that may stand in Git.",
        description = {
            "Reads a value, encrypts it with the operator's public key, and prints a complete AgentSecret, or the sealed"
                    + " value alone (-o value), or sets it in a file (--in-place). It opens in the namespace, for the"
                    + " Agent and for the key that are given here, and nowhere else. Nobody but the operator can open it;"
                    + " not even you, so keep the value elsewhere too.",
            "The value comes on standard input, from a file (--from-file), or from somebody at a terminal, who is asked"
                    + " for it. It is taken byte for byte, 1 byte to 128 KiB of UTF-8; echo adds a line end to it,"
                    + " printf %%s does not. It is never taken from the command line, where every process could read it.",
            "The public key comes from the cluster (--kubeconfig, --context), or, without any access to it, from a file"
                    + " (--keys). Such a file is written by seal --fetch-keys FILE, or by: kubectl get configmap "
                    + Names.PUBLIC_SEALING_KEYS + " -n " + Names.OPERATOR_NAMESPACE + " -o yaml",
            "seal --check FILE... seals nothing: it tells of each sealed value in the files whether it is well-formed and,"
                    + " where keys or a cluster are named, whether its key is known and the current one. Whether it opens"
                    + " at its place, the operator alone can tell.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done; of --check: all is well, or no sealed value is in the files, which standard error says.",
            "1:There is no public key to be had or to be trusted, a file cannot be read or changed, or something else"
                    + " failed; standard error says why.",
            "2:An option is wrong or missing, or two do not go together.",
            "3:The value is empty, not UTF-8 or too large, or both that were typed differ.",
            "4:Of --check: a sealed value is malformed, or its key is not known.",
            "5:Of --check: all keys are known, and some are not the current one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  printf %%s \"$TOKEN\" | opencomputer-operator seal --namespace team-a \\",
            "      --agent issue-resolver --key ANTHROPIC_API_KEY \\",
            "      --allowed-hosts api.anthropic.com > anthropic-api-key.yaml",
            "  opencomputer-operator seal --fetch-keys keys.yaml",
            "  opencomputer-operator seal --keys keys.yaml --namespace team-a \\",
            "      --agent issue-resolver --key ANTHROPIC_API_KEY --in-place anthropic-api-key.yaml",
            "  opencomputer-operator seal --check secrets/*.yaml --keys keys.yaml"
        })
final class SealCommand implements Callable<Integer> {

    private static final int UNUSABLE_VALUE = 3;
    private static final int MOST_HOSTS = 1000;

    @Mixin
    private PlaceOptions place;

    @Option(
            names = "--allowed-hosts",
            paramLabel = "HOST",
            defaultValue = "${env:OPENCOMPUTER_SEAL_ALLOWED_HOSTS}",
            description =
                    "Hosts that the value may be sent to, exact names or *. wildcards, with commas between them or each"
                            + " in an option of its own."
                            + " They can be changed later without sealing again. Default: every host"
                            + " (env: OPENCOMPUTER_SEAL_ALLOWED_HOSTS)")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_NAME}",
            description = "Name of the AgentSecret. Default: one made of the Agent's, the key and a hash of it"
                    + " (env: OPENCOMPUTER_SEAL_NAME)")
    private Optional<String> name = Optional.empty();

    @Mixin
    private ValueOptions value;

    @Mixin
    private SealOutput output;

    @Mixin
    private PublicKeyOptions keys;

    /** So that what stands there is not repeated on the screen or in the log of a pipeline. */
    @Parameters(hidden = true, arity = "0..*")
    private List<String> notTaken = List.of();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InputStream input;
    private final Supplier<Optional<Terminal>> terminal;

    SealCommand() {
        this(System.in, Terminal::atStandardInput);
    }

    SealCommand(InputStream input, Supplier<Optional<Terminal>> terminal) {
        this.input = input;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (!notTaken.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command,
                    "seal takes nothing but options. A value comes on standard input, from a file or from a terminal; if one"
                            + " stood on the command line, every process could read it, so replace it where it is from");
        }
        output.refuseWhatDoesNotGoTogether(command);
        try {
            return switch (output.mode()) {
                case CHECK -> SealCheck.run(output.checked(), keys.keysIfNamed(command), command);
                case FETCH_KEYS -> fetch(output.fetchKeys().orElseThrow());
                case IN_PLACE -> sealInto(output.inPlace().orElseThrow());
                case PRINT -> print();
            };
        } catch (KeyNotFoundException | ManifestException e) {
            return CommandLines.failed(command, e.getMessage());
        } catch (UnusableValueException e) {
            command.getErr().println(e.getMessage());
            return UNUSABLE_VALUE;
        }
    }

    private int print() throws KeyNotFoundException, UnusableValueException {
        SealingPlace there = place.place(spec.commandLine());
        List<String> hosts = hosts();
        String manifestName = name(there);
        SealedValue sealed = seal(there, keys.keys(spec.commandLine()).current());
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                output.isValueAlone() ? sealed.text() + "\n" : SealedManifest.yaml(manifestName, there, hosts, sealed));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private int sealInto(Path file) throws KeyNotFoundException, UnusableValueException, ManifestException {
        SealingPlace there = place.place(spec.commandLine());
        // What cannot be done is told before anybody is asked for a value. That may take a while, so it is read again.
        ManifestFile before = ManifestFile.read(file);
        before.checkThatItCanBeSealed(document(before, there));
        SealedValue sealed = seal(there, keys.keys(spec.commandLine()).current());
        ManifestFile manifests = ManifestFile.read(file);
        manifests.withSealedValue(document(manifests, there), sealed.text()).write();
        return CommandLine.ExitCode.OK;
    }

    private static AgentSecretDocument document(ManifestFile manifests, SealingPlace there) throws ManifestException {
        return manifests.agentSecret(there.namespace(), there.agent(), there.key());
    }

    private int fetch(Path file) throws KeyNotFoundException {
        PublicKeys published = keys.publishedKeys(spec.commandLine());
        published.save(file);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Saved " + published.size() + (published.size() == 1 ? " public key" : " public keys") + " to "
                + file + "; the current one is " + published.current().id());
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private SealedValue seal(SealingPlace there, PublicSealingKey key) throws UnusableValueException {
        return key.seal(
                there, value.value(input, terminal, spec.commandLine().getErr()).bytes());
    }

    private String name(SealingPlace there) {
        return name.map(given -> PlaceOptions.checked(
                        spec.commandLine(),
                        "--name",
                        given,
                        PlaceOptions.MOST_CHARACTERS,
                        Patterns.DNS_SUBDOMAIN,
                        "lowercase letters, digits, hyphens and dots, 253 at most"))
                .orElseGet(() -> AgentSecretNames.nameFor(there.agent(), there.key()));
    }

    private List<String> hosts() {
        List<String> hosts = PlaceOptions.separated(allowedHosts);
        Set<String> seen = new HashSet<>();
        for (String host : hosts) {
            PlaceOptions.checked(
                    spec.commandLine(),
                    "--allowed-hosts",
                    host,
                    PlaceOptions.MOST_CHARACTERS,
                    Patterns.HOST,
                    "a host name such as api.example.com, or *. and a name for all below it, without scheme, port or path");
            if (!seen.add(host.toLowerCase(Locale.ROOT))) {
                throw CommandLines.wrong(spec.commandLine(), "--allowed-hosts", "a host stands there twice");
            }
        }
        if (hosts.size() > MOST_HOSTS) {
            throw CommandLines.wrong(spec.commandLine(), "--allowed-hosts", "give " + MOST_HOSTS + " at most");
        }
        return hosts;
    }
}
