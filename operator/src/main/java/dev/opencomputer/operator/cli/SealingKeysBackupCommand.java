/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.cli.sealing.Terminal;
import dev.opencomputer.operator.controller.keys.admin.SealingKeyAdmin;
import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.controller.keys.backup.KeyBackup;
import dev.opencomputer.operator.files.WholeFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sealing-keys backup}: writes the private keys into a file. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Write the private keys for sealed values into a file, encrypted to a passphrase.",
        description = {
            "Keep the file and the passphrase in two places: both together open every value that was ever sealed for this"
                    + " cluster. The file is new, for its owner alone, and there as a whole or not at all.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The file is written.",
            "1:It is not; standard error says why.",
            "2:An option is wrong or missing."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator sealing-keys backup sealing-keys-2026-03-01.json")
final class SealingKeysBackupCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The file to write, which must not be there")
    private Path file;

    @Mixin
    private Passphrase source;

    @Mixin
    private SealingKeysCluster cluster;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final Supplier<Optional<Terminal>> terminal;

    SealingKeysBackupCommand() {
        this(Terminal::atStandardInput);
    }

    SealingKeysBackupCommand(Supplier<Optional<Terminal>> terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean plain = source.isNotNeeded(spec.commandLine());
        if (Files.exists(file)) {
            return CommandLines.failed(
                    spec.commandLine(), file + " is there already, and stays as it is. Name a new file.");
        }
        byte[] passphrase;
        try {
            passphrase = plain ? new byte[0] : source.chosen(terminal);
        } catch (Passphrase.UnusableException unusable) {
            return CommandLines.failed(spec.commandLine(), unusable.getMessage());
        }
        try {
            return cluster.with(
                    spec.commandLine(),
                    (client, namespace) -> write(new SealingKeyAdmin(client, namespace).backUp(), plain, passphrase));
        } finally {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private int write(List<BackedUpKey> keys, boolean plain, byte[] passphrase) {
        byte[] content = plain ? KeyBackup.plain(keys) : KeyBackup.encrypted(keys, passphrase);
        try {
            WholeFile.create(file, content);
        } catch (FileAlreadyExistsException there) {
            return CommandLines.failed(
                    spec.commandLine(), file + " is there already, and stays as it is. Name a new file.");
        } catch (IOException failure) {
            return CommandLines.failed(
                    spec.commandLine(),
                    file + " could not be written: "
                            + failure.getClass().getSimpleName()
                            + ". Look at its folder, the rights on that, and the space, or name another file.");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
        spec.commandLine()
                .getOut()
                .println("Backed up " + keys.size() + (keys.size() == 1 ? " key" : " keys") + " into " + file
                        + (plain ? ", not encrypted." : "."));
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
