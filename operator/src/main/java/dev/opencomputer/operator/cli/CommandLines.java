/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** How every command line answers what is wrong with it, and what fails. */
final class CommandLines {

    private CommandLines() {}

    static CommandLine withAnswers(CommandLine commandLine) {
        return commandLine
                .setParameterExceptionHandler(CommandLines::answerWithTheGoodOnes)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    // A stack trace helps nobody at a terminal; whoever looks for a bug finds it in the log. To have
                    // one
                    // takes longer than some commands do, so it is made here and not before.
                    LoggerFactory.getLogger(Main.class).debug("{} failed", command.getCommandName(), failure);
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
        err.println(withoutValues(wrong));
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

    /** Of an option that there is not, its value may be a secret: the name is enough to see what is wrong. */
    private static String withoutValues(CommandLine.ParameterException wrong) {
        String message = wrong.getMessage();
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            for (String argument : unmatched.getUnmatched()) {
                int equals = argument.indexOf('=');
                message = equals < 0 ? message : message.replace(argument, argument.substring(0, equals) + "=...");
            }
        }
        return message;
    }
}
