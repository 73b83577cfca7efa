/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the program: dispatches to the subcommands. */
@Command(
        name = "opencomputer-operator",
        mixinStandardHelpOptions = true,
        subcommands = {CrdsCommand.class, LocalCommand.class, DevCommand.class})
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * Runs the subcommand that the arguments name and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
