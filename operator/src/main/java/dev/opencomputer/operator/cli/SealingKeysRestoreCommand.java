/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.cli.sealing.Terminal;
import dev.opencomputer.operator.controller.keys.admin.SealingKeyAdmin;
import dev.opencomputer.operator.controller.keys.admin.SealingKeyAdmin.Restored;
import dev.opencomputer.operator.controller.keys.backup.BackedUpKey;
import dev.opencomputer.operator.controller.keys.backup.KeyBackup;
import dev.opencomputer.operator.controller.keys.backup.UnusableBackupException;
import dev.opencomputer.operator.files.BoundedFile;
import dev.opencomputer.operator.files.TooLargeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sealing-keys restore}: brings private keys back from a file. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Bring back the private keys for sealed values from a back-up.",
        description = {
            "Before the operator runs for the first time, or while it runs: it opens with them at once. Keys that are there"
                    + " stay, and so does the current one. A back-up that is not encrypted is restored with --plain"
                    + " alone.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Every key of the back-up is there.",
            "1:The back-up or the cluster cannot be used; standard error says why.",
            "2:An option is wrong or missing."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator sealing-keys restore sealing-keys-2026-03-01.json")
final class SealingKeysRestoreCommand implements Callable<Integer> {

    /** Far more than the largest back-up has. */
    private static final int MOST_BYTES = 1024 * 1024;

    @Parameters(paramLabel = "FILE", description = "The back-up")
    private Path file;

    @Mixin
    private Passphrase source;

    @Mixin
    private SealingKeysCluster cluster;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private final Supplier<Optional<Terminal>> terminal;

    SealingKeysRestoreCommand() {
        this(Terminal::atStandardInput);
    }

    SealingKeysRestoreCommand(Supplier<Optional<Terminal>> terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean mayBePlain = source.isNotNeeded(spec.commandLine());
        List<BackedUpKey> keys;
        try {
            keys = read(mayBePlain);
        } catch (UnusableBackupException unusable) {
            return CommandLines.failed(
                    spec.commandLine(),
                    file + " cannot be restored: " + unusable.getMessage() + ". Nothing was changed.");
        } catch (Passphrase.UnusableException unusable) {
            return CommandLines.failed(spec.commandLine(), unusable.getMessage());
        } catch (TooLargeException noBackup) {
            return CommandLines.failed(
                    spec.commandLine(),
                    file
                            + " is larger than any back-up of sealing keys, which has 1 MiB at most. Nothing was changed.");
        } catch (IOException failure) {
            return CommandLines.failed(
                    spec.commandLine(),
                    file + " could not be read: " + failure.getClass().getSimpleName()
                            + ". Name a back-up that you may read. Nothing was changed.");
        }
        return cluster.with(spec.commandLine(), (client, namespace) -> {
            Restored done = new SealingKeyAdmin(client, namespace).restore(keys, Instant.now());
            PrintWriter out = spec.commandLine().getOut();
            done.restored().forEach(id -> out.println("Restored " + id));
            done.kept().forEach(id -> out.println("Was there " + id));
            out.flush();
            return CommandLine.ExitCode.OK;
        });
    }

    private List<BackedUpKey> read(boolean mayBePlain)
            throws IOException, UnusableBackupException, Passphrase.UnusableException {
        byte[] content = BoundedFile.read(file, MOST_BYTES);
        byte[] passphrase = {};
        try {
            if (KeyBackup.isEncrypted(content)) {
                passphrase = source.known(terminal);
            } else if (mayBePlain) {
                return KeyBackup.read(content);
            }
            return KeyBackup.read(content, passphrase);
        } finally {
            Arrays.fill(content, (byte) 0);
            Arrays.fill(passphrase, (byte) 0);
        }
    }
}
