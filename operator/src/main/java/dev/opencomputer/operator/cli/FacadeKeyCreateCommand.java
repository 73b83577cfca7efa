/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.facade.keys.KeysFile;
import dev.opencomputer.operator.facade.keys.NewKey;
import dev.opencomputer.operator.facade.keys.UnusableKeysException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facade-key create}: makes an API key, and the entry by which the facade knows it. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Make an API key that stands for one ServiceAccount.",
        description = {
            "Prints the key on standard output, and nothing else, so that KEY=$(...) holds it. It is shown this once: what"
                    + " is stored is its hash, from which it cannot be found again.",
            "With --keys-file, its entry is added to that file. Without, the entry is printed on standard error, as an"
                    + " item of YAML; put it under keys: in the file that the facade is started with, or, with the"
                    + " chart, in the Secret of facade.keys.existingSecret, or under facade.keys.hashes.",
            "The key opens nothing by itself: the ServiceAccount needs rights on Agents and AgentSecrets, and the"
                    + " facade's own account the right to impersonate it, by name.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The key is on standard output.",
            "1:The keys file cannot be changed or has a key of that name, or the key could not be printed; standard error"
                    + " says why.",
            "2:An option is wrong or missing."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  KEY=$(opencomputer-operator facade-key create --name ci --namespace team-a \\",
            "      --service-account ci --expires-in 90d --keys-file keys.yaml)"
        })
final class FacadeKeyCreateCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEY_NAME}",
            description = "What the key is called, for people and in logs (env: OPENCOMPUTER_FACADE_KEY_NAME)")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEY_NAMESPACE}",
            description = "Namespace of the ServiceAccount, and of the agents that the key leads to"
                    + " (env: OPENCOMPUTER_FACADE_KEY_NAMESPACE)")
    private Optional<String> namespace = Optional.empty();

    @Option(
            names = "--service-account",
            paramLabel = "NAME",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEY_SERVICE_ACCOUNT}",
            description = "ServiceAccount that the key stands for (env: OPENCOMPUTER_FACADE_KEY_SERVICE_ACCOUNT)")
    private Optional<String> serviceAccount = Optional.empty();

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEY_EXPIRES_IN}",
            description = "How long the key is good, such as 12h or 90d. Default: until its entry is removed"
                    + " (env: OPENCOMPUTER_FACADE_KEY_EXPIRES_IN)")
    private Optional<Duration> expiresIn = Optional.empty();

    @Option(
            names = "--keys-file",
            paramLabel = "FILE",
            defaultValue = "${env:OPENCOMPUTER_FACADE_KEYS_FILE}",
            description = "Add the key's entry to this file, which is made if it is missing. What stands in it stays."
                    + " Default: the entry is printed on standard error (env: OPENCOMPUTER_FACADE_KEYS_FILE)")
    private Optional<Path> keysFile = Optional.empty();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        NewKey key = NewKey.random();
        KeyEntry entry = new KeyEntry(
                checked("--name", name, NAME, "1 to 63 letters, digits, hyphens, dots and underscores"),
                key.sha256(),
                checked("--namespace", namespace, KeyEntry.NAMESPACE, "the name of a namespace"),
                checked("--service-account", serviceAccount, KeyEntry.SERVICE_ACCOUNT, "the name of a ServiceAccount"),
                expiresIn.map(this::end));
        PrintWriter err = spec.commandLine().getErr();
        if (keysFile.isPresent()) {
            try {
                KeysFile.add(keysFile.get(), entry);
            } catch (UnusableKeysException e) {
                return CommandLines.failed(spec.commandLine(), e.getMessage());
            }
        } else {
            err.println(
                    "# Put this under keys: in the keys file. It holds the key's hash; the key is on standard output.");
            err.print(KeysFile.text(entry));
            err.flush();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(key.text());
        // The stream beneath keeps its own trouble, such as a full disk, to itself.
        if (out.checkError() || System.out.checkError()) {
            return CommandLines.failed(
                    spec.commandLine(),
                    "The key could not be written to standard output, and nobody knows it. Remove its entry, "
                            + entry.name()
                            + keysFile.map(file -> ", from " + file).orElse("") + ".");
        }
        return CommandLine.ExitCode.OK;
    }

    private Instant end(Duration time) {
        if (time.isZero()) {
            throw CommandLines.wrong(spec.commandLine(), "--expires-in", "a key must be good for some time");
        }
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(time);
    }

    private String checked(String option, Optional<String> given, Pattern pattern, String rule) {
        String text = given.orElseThrow(() -> CommandLines.missing(spec.commandLine(), option, "give " + rule));
        if (!pattern.matcher(text).matches()) {
            throw CommandLines.wrong(spec.commandLine(), option, "give " + rule + ", not " + text);
        }
        return text;
    }
}
