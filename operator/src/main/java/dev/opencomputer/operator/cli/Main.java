/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.logging.LogLevelFile;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
            ReportCommand.class,
            CrdsCommand.class,
            CheckCommand.class,
            RemainingCommand.class
        })
public final class Main implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * Runs the subcommand that the arguments name and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        LogLevelFile.follow(System.getenv());
        System.exit(commandLine().execute(args));
    }

    /**
     * The command line with all subcommands.
     *
     * @return a new one
     */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::answerWithTheGoodOnes)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    // A stack trace helps nobody at a terminal; whoever looks for a bug finds it in the log.
                    LOG.debug("{} failed", command.getCommandName(), failure);
                    command.getErr()
                            .println(command.getCommandName() + " failed: "
                                    + Objects.requireNonNullElse(
                                            failure.getMessage(),
                                            failure.getClass().getSimpleName()));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static int answerWithTheGoodOnes(CommandLine.ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        if (spec.subcommands().isEmpty()) {
            err.println("Options: "
                    + spec.options().stream()
                            .map(CommandLine.Model.OptionSpec::longestName)
                            .collect(Collectors.joining(", ")));
        } else {
            err.println("Commands: " + String.join(", ", spec.subcommands().keySet()));
        }
        err.println("More by: " + spec.qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
