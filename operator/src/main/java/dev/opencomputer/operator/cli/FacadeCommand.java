/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.api.Names;
import dev.opencomputer.operator.facade.Facade;
import dev.opencomputer.operator.facade.FacadeOptions;
import dev.opencomputer.operator.facade.FacadeStartException;
import dev.opencomputer.operator.facade.caller.TrustedProxies;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.tls.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facade}: serves the agents API over the custom resources until it is stopped. */
@Command(
        name = "facade",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Serve OpenComputer's agents API over the custom resources.",
        description = {
            "Programs that speak OpenComputer's /v1/agents work against a cluster: what they write are Agents and"
                    + " AgentSecrets. Every API key stands for one ServiceAccount, as which its requests are made; the"
                    + " facade itself may act as these accounts, and read the public sealing keys. Who has a Kubernetes"
                    + " token sends that instead: the API server is asked with it.",
            "Runs in the foreground; Ctrl-C or SIGTERM stops it.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:It could not start; standard error says why in one line.",
            "2:An option is wrong.",
            "130, 143:It was stopped by Ctrl-C, or by SIGTERM."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  opencomputer-operator facade --keys-file keys.yaml --kubeconfig facade.kubeconfig",
            "  curl -H \"X-API-Key: $KEY\" http://127.0.0.1:8585/v1/agents"
        })
final class FacadeCommand implements Callable<Integer> {

    @Option(
            names = "--keys-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEYS_FILE}",
            description = "YAML file with the hashes of the API keys, and the ServiceAccount that each stands for;"
                    + " followed when it changes; facade-key create adds to it."
                    + " Default: none, only Kubernetes tokens let callers in (env: OPENCOMPUTER_FACADE_KEYS_FILE)")
    private Optional<Path> keysFile = Optional.empty();

    @Option(
            names = "--default-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_FACADE_DEFAULT_NAMESPACE}",
            description = "Namespace of callers whose token is not a ServiceAccount's and who name none in the header"
                    + " OpenComputer-Namespace. Default: they have to name one"
                    + " (env: OPENCOMPUTER_FACADE_DEFAULT_NAMESPACE)")
    private Optional<String> defaultNamespace = Optional.empty();

    @Option(
            names = "--trusted-proxies",
            paramLabel = "NETWORK",
            split = ",",
            defaultValue = "${env:OPENCOMPUTER_FACADE_TRUSTED_PROXIES}",
            description =
                    "Addresses or networks of the proxies in front of the facade, such as 192.0.2.8 or fd00:1::/64,"
                            + " with commas between them: what they say in X-Forwarded-For is believed when failed attempts are"
                            + " counted for each source. Only the proxies' own addresses, never the pods' network. Default: none"
                            + " (env: OPENCOMPUTER_FACADE_TRUSTED_PROXIES)")
    private List<String> trustedProxies = List.of();

    @Option(
            names = "--operator-namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_FACADE_OPERATOR_NAMESPACE:-" + Names.OPERATOR_NAMESPACE + "}",
            description = "Namespace in which the operator publishes its sealing keys. Default: "
                    + Names.OPERATOR_NAMESPACE + " (env: OPENCOMPUTER_FACADE_OPERATOR_NAMESPACE)")
    private String operatorNamespace;

    @Option(
            names = "--trusted-sealing-keys",
            paramLabel = "ID",
            defaultValue = "${env:OPENCOMPUTER_FACADE_TRUSTED_SEALING_KEYS}",
            description =
                    "Ids of the sealing keys that values may be sealed with, with commas between them or each in an option"
                            + " of its own, as sealing-keys list shows them: where another one is published as the current one,"
                            + " no value is taken. Default:"
                            + " whichever is published (env: OPENCOMPUTER_FACADE_TRUSTED_SEALING_KEYS)")
    private List<String> trustedSealingKeys = List.of();

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KUBECONFIG}",
            description = "Kubeconfig of the cluster. Default: the service account in a pod, else KUBECONFIG, else"
                    + " ~/.kube/config (env: OPENCOMPUTER_FACADE_KUBECONFIG)")
    private Optional<Path> kubeconfig = Optional.empty();

    @Option(
            names = "--context",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_FACADE_CONTEXT}",
            description = "Context in the kubeconfig. Default: its current one (env: OPENCOMPUTER_FACADE_CONTEXT)")
    private Optional<String> context = Optional.empty();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:OPENCOMPUTER_FACADE_HOST:-127.0.0.1}",
            description = "Address to listen on; without TLS, think twice about any but the loopback address."
                    + " Default: 127.0.0.1 (env: OPENCOMPUTER_FACADE_HOST)")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:OPENCOMPUTER_FACADE_PORT:-8585}",
            description = "Port to listen on, 0 for one that is free. Default: 8585 (env: OPENCOMPUTER_FACADE_PORT)")
    private int port;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_FACADE_TLS_CERT}",
            description = "PEM file with the server's certificate and those above it: serves HTTPS; followed when it"
                    + " changes. Default: none, HTTP (env: OPENCOMPUTER_FACADE_TLS_CERT)")
    private Optional<Path> tlsCert = Optional.empty();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_FACADE_TLS_KEY}",
            description = "PEM file with its private key, without a passphrase. Default: none"
                    + " (env: OPENCOMPUTER_FACADE_TLS_KEY)")
    private Optional<Path> tlsKey = Optional.empty();

    @Option(
            names = "--monitoring-host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:OPENCOMPUTER_FACADE_MONITORING_HOST:-127.0.0.1}",
            description = "Address that /metrics, /livez and /readyz are served on. Default: 127.0.0.1"
                    + " (env: OPENCOMPUTER_FACADE_MONITORING_HOST)")
    private String monitoringHost;

    @Option(
            names = "--monitoring-port",
            paramLabel = "PORT",
            defaultValue = "${env:OPENCOMPUTER_FACADE_MONITORING_PORT:-8081}",
            description = "Its port, 0 for one that is free. Default: 8081 (env: OPENCOMPUTER_FACADE_MONITORING_PORT)")
    private int monitoringPort;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        FacadeOptions options = FacadeOptions.of(
                        ClusterConfig.of(spec.commandLine(), kubeconfig, context), operatorNamespace)
                .with(to -> to.keysFile(keysFile)
                        .defaultNamespace(checkedDefaultNamespace())
                        .trustedProxies(checkedProxies())
                        .trustedSealingKeys(PublicKeyOptions.trusted(spec.commandLine(), trustedSealingKeys))
                        .host(host)
                        .port(Ports.checked(spec.commandLine(), "--port", port))
                        .tls(tls())
                        .monitoringHost(monitoringHost)
                        .monitoringPort(Ports.checked(spec.commandLine(), "--monitoring-port", monitoringPort)));
        Facade facade;
        try {
            facade = Facade.start(options);
        } catch (FacadeStartException e) {
            return CommandLines.failed(spec.commandLine(), e.getMessage());
        }
        CountDownLatch stopped = Foreground.stopOnSignal("facade", facade::close);
        spec.commandLine().getOut().println("Agents API at " + facade.url() + "/v1/agents");
        spec.commandLine().getOut().flush();
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private Optional<String> checkedDefaultNamespace() {
        defaultNamespace
                .filter(name -> !KeyEntry.NAMESPACE.matcher(name).matches())
                .ifPresent(name -> {
                    throw CommandLines.wrong(
                            spec.commandLine(), "--default-namespace", name + " is no name of a namespace");
                });
        return defaultNamespace;
    }

    private TrustedProxies checkedProxies() {
        try {
            return TrustedProxies.of(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw CommandLines.wrong(spec.commandLine(), "--trusted-proxies", e.getMessage());
        }
    }

    private Optional<TlsFiles> tls() {
        if (tlsCert.isPresent() != tlsKey.isPresent()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--tls-cert and --tls-key belong together: give both, or none");
        }
        return tlsCert.map(certificate -> new TlsFiles(certificate, tlsKey.orElseThrow()));
    }
}
