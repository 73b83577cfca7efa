/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.controller.keys.admin.KeyRow;
import dev.opencomputer.operator.controller.keys.admin.SealingKeyAdmin;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sealing-keys list}: shows the keys, and what still uses them. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "List the keys for sealed values: id, state, age, and how many AgentSecrets use each.",
        description = {
            "The state is current (values are sealed with it), old (it opens what was sealed with it) or missing (values"
                    + " are sealed for it, and it is not there). It reads the ConfigMap with the public keys and the"
                    + " AgentSecrets of all namespaces, and no Secret.%n"
        },
        optionListHeading = "Options:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:The keys are on standard output.",
            "1:They could not be read; standard error says why.",
            "2:An option is wrong."
        })
final class SealingKeysListCommand implements Callable<Integer> {

    private static final String LINE = "%-16s  %-7s  %-5s  %s%n";
    private static final long HOURS_AS_HOURS = 48;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** How the keys are printed. */
    enum Output {
        /** For people. */
        table,
        /** For programs. */
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "${env:OPENCOMPUTER_SEALING_KEYS_OUTPUT:-table}",
            description = "table or json. Default: table (env: OPENCOMPUTER_SEALING_KEYS_OUTPUT)")
    private Output output;

    @Mixin
    private SealingKeysCluster cluster;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return cluster.with(spec.commandLine(), (client, namespace) -> {
            List<KeyRow> rows = new SealingKeyAdmin(client, namespace).list();
            PrintWriter out = spec.commandLine().getOut();
            if (output == Output.json) {
                out.println(json(rows));
            } else {
                out.printf(LINE, "ID", "STATE", "AGE", "AGENTSECRETS");
                rows.forEach(row -> out.printf(
                        LINE,
                        row.id(),
                        row.state().word(),
                        row.created().map(SealingKeysListCommand::age).orElse(""),
                        row.agentSecrets()));
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        });
    }

    private static String json(List<KeyRow> rows) {
        ArrayNode list = JSON.createArrayNode();
        for (KeyRow row : rows) {
            ObjectNode entry = list.addObject()
                    .put("id", row.id().value())
                    .put("state", row.state().word())
                    .put("agentSecrets", row.agentSecrets());
            row.created().ifPresent(created -> entry.put("created", created.toString()));
        }
        try {
            return JSON.writeValueAsString(list);
        } catch (JsonProcessingException onlyText) {
            throw new IllegalStateException(onlyText);
        }
    }

    private static String age(Instant created) {
        Duration age = Duration.between(created, Instant.now());
        if (age.toMinutes() < 1) {
            return Math.max(0, age.toSeconds()) + "s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + "m";
        }
        return age.toHours() < HOURS_AS_HOURS ? age.toHours() + "h" : age.toDays() + "d";
    }
}
