/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sealing-keys}: what is done with the keys that sealed values are opened with. */
@Command(
        name = "sealing-keys",
        mixinStandardHelpOptions = true,
        header = "Renew, list, back up, restore and retire the keys for sealed values.",
        description = "All of it is done in the cluster, with your own rights there.%n",
        commandListHeading = "Commands:%n",
        subcommands = {
            SealingKeysListCommand.class,
            SealingKeysRenewCommand.class,
            SealingKeysBackupCommand.class,
            SealingKeysRestoreCommand.class,
            SealingKeysRetireCommand.class
        })
final class SealingKeysCommand implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: say what to do with the keys");
    }
}
