/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.logging.LogLevelFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the program: dispatches to the subcommands. */
@Command(
        name = "opencomputer-operator",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Keeps OpenComputer agents in line with Kubernetes custom resources.",
        subcommands = {
            DevCommand.class,
            OperatorCommand.class,
            FacadeCommand.class,
            FacadeKeyCommand.class,
            LocalCommand.class,
            SealCommand.class,
            ResealCommand.class,
            SealingKeysCommand.class,
            ReportCommand.class,
            CrdsCommand.class,
            CheckCommand.class,
            RemainingCommand.class
        })
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * Runs the subcommand that the arguments name and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        if (System.getenv(LogLevelFile.VARIABLE) != null) {
            // Not for a command that logs nothing: to have a logger takes longer than some of them do.
            LogLevelFile.follow(System.getenv());
        }
        System.exit(commandLine().execute(args));
    }

    /**
     * The command line with all subcommands.
     *
     * @return a new one
     */
    static CommandLine commandLine() {
        return CommandLines.withAnswers(new CommandLine(new Main()));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
