/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.facade.keys.KeysFile;
import dev.opencomputer.operator.facade.keys.UnusableKeysException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facade-key remove}: takes an API key's entry out of a keys file, and so revokes the key. */
@Command(
        name = "remove",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Revoke an API key: remove its entry from a keys file.",
        description = {
            "The key lets nobody in any more as soon as the facade sees the file without its entry. What else stands in the"
                    + " file stays.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The entry is removed.",
            "1:The keys file cannot be changed, or has no key of that name; standard error says why in one line.",
            "2:An option is wrong or missing."
        },
        footerHeading = "%nExample:%n",
        footer = "  opencomputer-operator facade-key remove --name ci --keys-file keys.yaml")
final class FacadeKeyRemoveCommand implements Callable<Integer> {

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEY_NAME}",
            description = "What the key is called (env: OPENCOMPUTER_FACADE_KEY_NAME)")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--keys-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEYS_FILE}",
            description = "The file with the key's entry (env: OPENCOMPUTER_FACADE_KEYS_FILE)")
    private Optional<Path> keysFile = Optional.empty();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        String key =
                name.orElseThrow(() -> CommandLines.missing(spec.commandLine(), "--name", "give which key is revoked"));
        Path file = keysFile.orElseThrow(
                () -> CommandLines.missing(spec.commandLine(), "--keys-file", "give the file with its entry"));
        try {
            KeysFile.remove(file, key);
            return CommandLine.ExitCode.OK;
        } catch (UnusableKeysException e) {
            return CommandLines.failed(spec.commandLine(), e.getMessage());
        }
    }
}
