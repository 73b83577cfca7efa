/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code facade-key}: what is done with the agents API's keys. */
@Command(
        name = "facade-key",
        mixinStandardHelpOptions = true,
        header = "Make and revoke API keys for the agents API.",
        description = "A key is revoked by removing its entry from the keys file, which the facade follows.%n",
        commandListHeading = "Commands:%n",
        subcommands = {FacadeKeyCreateCommand.class, FacadeKeyRemoveCommand.class})
final class FacadeKeyCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: say what to do with a key");
    }
}
