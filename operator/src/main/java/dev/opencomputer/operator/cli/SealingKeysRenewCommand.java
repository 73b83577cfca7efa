/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.controller.keys.admin.KeyAdminException;
import dev.opencomputer.operator.controller.keys.admin.SealingKeyAdmin;
import dev.opencomputer.operator.seal.SealingKeyId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealing-keys renew}: has the operator make a new key. */
@Command(
        name = "renew",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Have the operator seal with a new key from now on; the former keeps opening.",
        description = {
            "Leaves the request at the ConfigMap with the public keys, and waits until the operator that leads has"
                    + " fulfilled it. The new key never leaves the cluster. What is sealed already is not changed, and no"
                    + " value is: to rotate a value, get another one from the service that it is for.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:There is a new current key.",
            "1:There is none yet, or the request could not be left; standard error says why.",
            "2:An option is wrong."
        })
final class SealingKeysRenewCommand implements Callable<Integer> {

    private static final long LOOK_EVERY_MILLIS = 200;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "${env:OPENCOMPUTER_SEALING_KEYS_TIMEOUT:-30s}",
            description = "How long to wait for the new key. The request stays when the time is over. Default: 30s"
                    + " (env: OPENCOMPUTER_SEALING_KEYS_TIMEOUT)")
    private Duration timeout;

    @Mixin
    private SealingKeysCluster cluster;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return cluster.with(spec.commandLine(), (client, namespace) -> renew(new SealingKeyAdmin(client, namespace)));
    }

    private int renew(SealingKeyAdmin keys) throws KeyAdminException {
        SealingKeyAdmin.Request request = keys.askForRenewal();
        SealingKeyId former = request.former();
        long end = System.nanoTime() + timeout.toNanos();
        Optional<SealingKeyId> made = keys.outcome(request);
        while (made.isEmpty() && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                break;
            }
            made = keys.outcome(request);
        }
        if (made.isEmpty()) {
            return CommandLines.failed(
                    spec.commandLine(),
                    "The request is left, and no operator has fulfilled it yet: " + former
                            + " is still the one that was to be followed. If one runs, its log and the metric"
                            + " opencomputer_key_upkeep_failures_total say what is in the way; one that starts fulfils it then.");
        }
        spec.commandLine()
                .getOut()
                .println("Values are sealed with the key " + made.orElseThrow() + " from now on; " + former
                        + " keeps opening. Back it up: opencomputer-operator sealing-keys backup FILE");
        spec.commandLine().getOut().flush();
        return CommandLine.ExitCode.OK;
    }
}
