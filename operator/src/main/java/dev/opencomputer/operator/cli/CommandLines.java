/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** How every command line answers what is wrong with it, and what fails. */
final class CommandLines {

    private static final Pattern OPTION = Pattern.compile("-[A-Za-z]|--[a-z]{2,}(-[a-z]+){0,4}");
    private static final Pattern COMMAND = Pattern.compile("[a-z]{1,12}(-[a-z]{1,12})?");

    private CommandLines() {}

    static CommandLine withAnswers(CommandLine commandLine) {
        return commandLine
                .setExecutionStrategy(CommandLines::runAndSeeThatItIsPrinted)
                .setParameterExceptionHandler(CommandLines::answerWithTheGoodOnes)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    // A stack trace helps nobody at a terminal; whoever looks for a bug finds it in the log. A logger
                    // takes longer to have than some commands do, so it is made here and not before.
                    LoggerFactory.getLogger(CommandLines.class).debug("{} failed", command.getCommandName(), failure);
                    return failed(
                            command,
                            command.getCommandName() + " failed: "
                                    + Objects.requireNonNullElse(
                                            failure.getMessage(),
                                            failure.getClass().getSimpleName()));
                });
    }

    /** Writers and streams keep their trouble to themselves: what nobody could read would be taken for done. */
    private static int runAndSeeThatItIsPrinted(CommandLine.ParseResult parsed) {
        int exitCode = new CommandLine.RunLast().execute(parsed);
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine command = commands.get(commands.size() - 1);
        if (exitCode == CommandLine.ExitCode.OK && (command.getOut().checkError() || System.out.checkError())) {
            return failed(
                    command,
                    "What " + command.getCommandName() + " prints could not be written to standard output."
                            + " Look at the space where that leads to.");
        }
        return exitCode;
    }

    /** Tells why a command failed; its exit code. */
    static int failed(CommandLine command, String why) {
        command.getErr().println(why);
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** What is thrown when an option has a value that it may not have. */
    static CommandLine.ParameterException wrong(CommandLine command, String option, String what) {
        return new CommandLine.ParameterException(command, "Invalid value for option '" + option + "': " + what);
    }

    /** What is thrown when there is no value for an option that needs one. */
    static CommandLine.ParameterException missing(CommandLine command, String option, String what) {
        return new CommandLine.ParameterException(command, "Missing option '" + option + "': " + what);
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

    /** What stands at a wrong place may be a secret: it is repeated where it has the form of an option or a command alone. */
    private static String withoutValues(CommandLine.ParameterException wrong) {
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return notKnown(
                    unmatched.getUnmatched().get(0),
                    !wrong.getCommandLine().getSubcommands().isEmpty());
        }
        if (wrong.getValue() != null
                && wrong.getArgSpec() instanceof CommandLine.Model.OptionSpec option
                && option.typeInfo().isEnum()) {
            return "Invalid value for option '" + option.longestName() + "': give "
                    + String.join(" or ", option.typeInfo().getEnumConstantNames());
        }
        return wrong.getMessage();
    }

    private static String notKnown(String argument, boolean hasCommands) {
        String name = argument.split("=", 2)[0];
        if (OPTION.matcher(name).matches()) {
            return "Unknown option: '" + name + "'";
        }
        return hasCommands && COMMAND.matcher(argument).matches()
                ? "Unknown command: '" + argument + "'"
                : "An argument belongs to no option; it is not repeated here, since it may be a secret";
    }
}
