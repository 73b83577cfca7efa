/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the jar for laptops and pipelines, which has the commands about sealed values and nothing else. */
@Command(
        name = "opencomputer-seal",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        header = "Seals values for AgentSecrets of OpenComputer.",
        subcommands = {SealCommand.class, ResealCommand.class})
public final class SealMain implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * Runs the subcommand that the arguments name and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // The Kubernetes client would log, and nothing in this jar does: no word about that on standard error.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(CommandLines.withAnswers(new CommandLine(new SealMain())).execute(args));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
