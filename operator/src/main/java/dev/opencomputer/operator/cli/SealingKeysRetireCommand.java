/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.controller.keys.admin.KeyRetirement;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sealing-keys retire}: deletes a key that nothing uses. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Delete a key for sealed values that no AgentSecret uses any more.",
        description = {
            "A key that is current, or that the value of an AgentSecret in any namespace is sealed for, stays, and so does"
                    + " every key for 15 minutes after a renewal, while values may be under way. What stands in Git only is"
                    + " not seen: back the keys up before.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The key is deleted.",
            "1:It is not; standard error says why.",
            "2:An option is wrong or missing."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator sealing-keys retire 3f2a9c0b1d4e5f60")
final class SealingKeysRetireCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The key's id, as sealing-keys list shows it")
    private String id;

    @Mixin
    private SealingKeysCluster cluster;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        if (!SealingKeyId.isOne(id)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Invalid value for 'ID': a key's id has 16 digits out of 0-9 and a-f");
        }
        return cluster.with(spec.commandLine(), (client, namespace) -> {
            new KeyRetirement(client, namespace, Clock.systemUTC()).retire(new SealingKeyId(id));
            spec.commandLine().getOut().println("Retired " + id);
            spec.commandLine().getOut().flush();
            return CommandLine.ExitCode.OK;
        });
    }
}
