/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.AgentSecretNames;
import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.api.Patterns;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seal}: encrypts a value and prints the AgentSecret that holds it. */
@Command(
        name = "seal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Encrypt a value for an AgentSecret that may stand in Git.",
        description = {
            "Reads the value from standard input, encrypts it with the operator's public key, and prints a complete"
                    + " AgentSecret. It opens in the namespace, for the Agent and for the key that are given here, and"
                    + " nowhere else. Nobody but the operator can open it; not even you, so keep the value elsewhere too.",
            "The public key comes from the cluster (--kubeconfig, --context), or, without any access to it, from a file"
                    + " (--public-key), such as: kubectl get configmap " + Names.PUBLIC_SEALING_KEYS + " -n "
                    + Names.OPERATOR_NAMESPACE + " -o yaml > keys.yaml",
            "The value is taken byte for byte, 1 byte to 128 KiB of UTF-8; echo adds a line end to it, printf %%s does"
                    + " not. It is never taken from the command line, where every process could read it.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The AgentSecret is on standard output.",
            "1:There is no public key to be had, or something else failed; standard error says why in one line.",
            "2:An option is wrong or missing.",
            "3:The value is empty, not UTF-8 or too large."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  printf %%s \"$TOKEN\" | opencomputer-operator seal --namespace team-a \\",
            "      --agent issue-resolver --key ANTHROPIC_API_KEY \\",
            "      --allowed-hosts api.anthropic.com > anthropic-api-key.yaml"
        })
final class SealCommand implements Callable<Integer> {

    private static final int UNUSABLE_VALUE = 3;
    private static final int MOST_HOSTS = 1000;

    /** Of a Kubernetes name, and of a host. */
    private static final int MOST_CHARACTERS = 253;

    /** Of a key. */
    private static final int MOST_CHARACTERS_OF_A_KEY = 256;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_NAMESPACE}",
            description = "Namespace of the AgentSecret; the value opens there only (env: OPENCOMPUTER_SEAL_NAMESPACE)")
    private Optional<String> namespace = Optional.empty();

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_AGENT}",
            description = "Name of the Agent, spec.agentRef.name; the value opens for it only"
                    + " (env: OPENCOMPUTER_SEAL_AGENT)")
    private Optional<String> agent = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:OPENCOMPUTER_SEAL_KEY}",
            description = "Key in the Agent's secret store, such as API_KEY; the value opens under it only"
                    + " (env: OPENCOMPUTER_SEAL_KEY)")
    private Optional<String> key = Optional.empty();

    @Option(
            names = "--allowed-hosts",
            paramLabel = "HOST",
            split = ",",
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

    @Option(
            names = "--public-key",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_PUBLIC_KEY}",
            description =
                    "File with the public key: the ConfigMap as kubectl prints it in YAML or JSON, or the base64 of"
                            + " one key. No cluster is asked then. Default: the ConfigMap in the cluster"
                            + " (env: OPENCOMPUTER_SEAL_PUBLIC_KEY)")
    private Optional<Path> publicKey = Optional.empty();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_SEAL_KUBECONFIG}",
            description = "Kubeconfig of the cluster that publishes the public key. Default: KUBECONFIG, else"
                    + " ~/.kube/config (env: OPENCOMPUTER_SEAL_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_CONTEXT}",
            description = "Context in the kubeconfig. Default: its current one (env: OPENCOMPUTER_SEAL_CONTEXT)")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_SEAL_OPERATOR_NAMESPACE:-" + Names.OPERATOR_NAMESPACE + "}",
            description = "The operator's own namespace, where the public key is published. Default: "
                    + Names.OPERATOR_NAMESPACE + " (env: OPENCOMPUTER_SEAL_OPERATOR_NAMESPACE)")
    private String operatorNamespace;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final InputStream input;

    SealCommand() {
        this(System.in);
    }

    SealCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() {
        SealingPlace place = place();
        List<String> hosts = hosts();
        String manifestName = name.isPresent()
                ? checked(
                        "--name",
                        name,
                        MOST_CHARACTERS,
                        Patterns.DNS_SUBDOMAIN,
                        "lowercase letters, digits, hyphens and dots, 253 at most")
                : AgentSecretNames.nameFor(place.agent(), place.key());
        PrintWriter err = spec.commandLine().getErr();
        try {
            PublicSealingKey sealingKey = publicKey.isPresent()
                    ? PublicKeySource.file(publicKey.get())
                    : PublicKeySource.cluster(
                            Kubeconfigs.config(spec.commandLine(), kubeconfig, context), operatorNamespace);
            ValueInput value = ValueInput.read(input);
            if (value.endsWithALineEnd()) {
                err.println(
                        "Warning: the value ends with a line end, which is sealed with it; echo adds one, printf does"
                                + " not.");
            }
            SealedValue sealed = sealingKey.seal(place, value.bytes());
            PrintWriter out = spec.commandLine().getOut();
            out.print(SealedManifest.yaml(manifestName, place, hosts, sealed));
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (PublicKeySource.KeyNotFoundException e) {
            err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (ValueInput.UnusableValueException e) {
            err.println(e.getMessage());
            return UNUSABLE_VALUE;
        }
    }

    private SealingPlace place() {
        String label = "1 to 63 lowercase letters, digits and hyphens that begin and end with a letter or digit";
        return new SealingPlace(
                checked("--namespace", namespace, MOST_CHARACTERS, Patterns.DNS_LABEL, label),
                checked("--agent", agent, MOST_CHARACTERS, Patterns.DNS_LABEL, label),
                checked(
                        "--key",
                        key,
                        MOST_CHARACTERS_OF_A_KEY,
                        Patterns.ENVIRONMENT_NAME,
                        "the name of an environment variable, such as API_KEY: 1 to 256 letters, digits and underscores"
                                + " that do not begin with a digit"));
    }

    private List<String> hosts() {
        Set<String> seen = new HashSet<>();
        for (String host : allowedHosts) {
            checked(
                    "--allowed-hosts",
                    Optional.of(host),
                    MOST_CHARACTERS,
                    Patterns.HOST,
                    "a host name such as api.example.com, or *. and a name for all below it, without scheme, port or path");
            if (!seen.add(host.toLowerCase(Locale.ROOT))) {
                throw wrong("--allowed-hosts", "a host stands there twice");
            }
        }
        if (allowedHosts.size() > MOST_HOSTS) {
            throw wrong("--allowed-hosts", "give " + MOST_HOSTS + " at most");
        }
        return allowedHosts;
    }

    /** What is wrong is not repeated: who mixes up options may have put the value there. */
    private String checked(String option, Optional<String> given, int most, String pattern, String rule) {
        String text = given.orElseThrow(() -> new CommandLine.ParameterException(
                spec.commandLine(),
                "Missing option '" + option + "': a value is sealed for one namespace, Agent and key"));
        if (text.length() > most || !text.matches(pattern)) {
            throw wrong(option, "give " + rule);
        }
        return text;
    }

    private CommandLine.ParameterException wrong(String option, String what) {
        return new CommandLine.ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': " + what);
    }
}
