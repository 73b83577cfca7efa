/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.local.LocalOpenComputer;
import dev.opencomputer.operator.local.LocalOptions;
import dev.opencomputer.operator.local.LocalServerException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code local}: runs an OpenComputer on this machine until it is stopped. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Run an OpenComputer on this machine.",
        description = {
            "Serves secret stores (/api/secret-stores) and agents (/v1/agents) over the protocol of the"
                    + " platform, for trying things and for tests. Data stays in a folder: what was acknowledged is on"
                    + " disk, and values are encrypted there.",
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
            "  opencomputer-operator local --data-dir ./oc --port 8484",
            "  curl -H \"X-API-Key: $(cat ./oc/api-key)\" http://127.0.0.1:8484/v1/agents",
            "  curl http://127.0.0.1:8484/counters"
        })
final class LocalCommand implements Callable<Integer> {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${env:OPENCOMPUTER_LOCAL_DATA_DIR:-.opencomputer}",
            description = "Folder for all data, made when it is not there. Default: .opencomputer"
                    + " (env: OPENCOMPUTER_LOCAL_DATA_DIR)")
    private Path dataDir;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:OPENCOMPUTER_LOCAL_PORT:-8484}",
            description = "Port to listen on, 0 for one that is free. Default: 8484 (env: OPENCOMPUTER_LOCAL_PORT)")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "${env:OPENCOMPUTER_LOCAL_HOST:-127.0.0.1}",
            description = "Address to listen on; there is no TLS, so think twice about any but the loopback address."
                    + " Default: 127.0.0.1 (env: OPENCOMPUTER_LOCAL_HOST)")
    private String host;

    @Option(
            names = "--dialect",
            paramLabel = "DIALECT",
            defaultValue = "${env:OPENCOMPUTER_LOCAL_DIALECT:-local}",
            converter = DialectConverter.class,
            description = "Whose ways to take on where the platforms differ: local (its own), hosted, or self-hosted"
                    + " (no /v1/agents). Default: local (env: OPENCOMPUTER_LOCAL_DIALECT)")
    private Dialect dialect;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_LOCAL_API_KEY_FILE}",
            description = "File with the API key that callers show; made with a random key when it is not there."
                    + " Default: api-key in the data folder (env: OPENCOMPUTER_LOCAL_API_KEY_FILE)")
    private Optional<Path> apiKeyFile = Optional.empty();

    @Option(
            names = "--encryption-key-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_LOCAL_ENCRYPTION_KEY_FILE}",
            description = "File with the key for values, 64 hexadecimal digits; made at the first start. Default:"
                    + " encryption-key in the data folder (env: OPENCOMPUTER_LOCAL_ENCRYPTION_KEY_FILE)")
    private Optional<Path> encryptionKeyFile = Optional.empty();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        LocalOptions options = options();
        LocalOpenComputer server;
        try {
            server = LocalOpenComputer.start(options);
        } catch (LocalServerException e) {
            return CommandLines.failed(spec.commandLine(), e.getMessage());
        }
        CountDownLatch stopped = Foreground.stopOnSignal("local", server::close);
        out.println("Local OpenComputer (" + name(dialect) + " dialect) at " + server.url());
        out.println("  data     " + options.dataDir().toAbsolutePath().normalize());
        out.println("  API key  in " + options.apiKeyFile().toAbsolutePath().normalize());
        out.flush();
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private LocalOptions options() {
        LocalOptions defaults = LocalOptions.in(dataDir);
        return defaults.withHost(host)
                .withPort(Ports.checked(spec.commandLine(), "--port", port))
                .withDialect(dialect)
                .withApiKeyFile(apiKeyFile.orElse(defaults.apiKeyFile()))
                .withEncryptionKeyFile(encryptionKeyFile.orElse(defaults.encryptionKeyFile()));
    }

    private static String name(Dialect dialect) {
        return dialect.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a dialect as it is written on a command line. */
    static final class DialectConverter implements CommandLine.ITypeConverter<Dialect> {
        @Override
        public Dialect convert(String text) {
            return Arrays.stream(Dialect.values())
                    .filter(dialect -> name(dialect).equals(text))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException("'" + text + "' is none of "
                            + Arrays.stream(Dialect.values())
                                    .map(LocalCommand::name)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
