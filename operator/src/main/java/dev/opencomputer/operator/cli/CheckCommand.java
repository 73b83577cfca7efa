/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.controller.connection.ConnectionCheck;
import dev.opencomputer.operator.controller.connection.ConnectionSource;
import dev.opencomputer.operator.opencomputer.CallObserver;
import dev.opencomputer.operator.opencomputer.ClientOptions;
import dev.opencomputer.operator.opencomputer.OpenComputerClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}: calls OpenComputer once over a connection, and says whether that works. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Check a connection to OpenComputer with real calls.",
        description = {
            "Lists the secret stores and, where the connection has an agents API, the agents; changes nothing. No"
                    + " cluster is asked. The API key is never shown.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The connection works.",
            "1:It does not; standard error says what came back and what to do.",
            "2:An option is wrong."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator check --connection-dir ./connection")
final class CheckCommand implements Callable<Integer> {

    @Option(
            names = "--connection-dir",
            paramLabel = "DIR",
            required = true,
            defaultValue = "${env:OPENCOMPUTER_CONNECTION_DIR}",
            description = "Folder with the files of the connection, as operator takes it"
                    + " (env: OPENCOMPUTER_CONNECTION_DIR)")
    private Path connectionDir;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        ConnectionCheck.Outcome outcome = new ConnectionCheck(
                        ConnectionSource.files(connectionDir),
                        settings -> new OpenComputerClient(settings, ClientOptions.defaults(), CallObserver.NONE))
                .run();
        PrintWriter stream = outcome.works()
                ? spec.commandLine().getOut()
                : spec.commandLine().getErr();
        outcome.sentences().forEach(stream::println);
        stream.flush();
        return outcome.works() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
