/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import dev.opencomputer.operator.cli.sealing.CheckTable;
import dev.opencomputer.operator.cli.sealing.KeyNotFoundException;
import dev.opencomputer.operator.cli.sealing.PublicKeys;
import dev.opencomputer.operator.cli.sealing.SealedValueCheck;
import dev.opencomputer.operator.cli.sealing.SealedValueCheck.Finding;
import dev.opencomputer.operator.cli.sealing.SealedValueCheck.Verdict;
import dev.opencomputer.operator.manifest.ManifestException;
import dev.opencomputer.operator.manifest.ManifestFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** What {@code seal --check} prints, and how it ends. */
final class SealCheck {

    private static final int UNUSABLE = 4;
    private static final int OLD = 5;

    private SealCheck() {}

    /** Goes through all files, also when one of them cannot be read. */
    static int run(List<Path> files, Optional<PublicKeys> keys, CommandLine command) throws KeyNotFoundException {
        SealedValueCheck check = new SealedValueCheck(keys);
        List<Finding> findings = new ArrayList<>();
        PrintWriter err = command.getErr();
        boolean unreadable = false;
        for (Path file : files) {
            try {
                findings.addAll(check.findings(ManifestFile.read(file)));
            } catch (ManifestException why) {
                err.println(why.getMessage());
                unreadable = true;
            }
        }
        if (!findings.isEmpty()) {
            CheckTable.lines(findings).forEach(command.getOut()::println);
            command.getOut().flush();
        } else if (!unreadable) {
            err.println("There is no AgentSecret with a sealed value in there.");
        }
        return unreadable ? CommandLine.ExitCode.SOFTWARE : exitCode(findings);
    }

    private static int exitCode(List<Finding> findings) {
        if (has(findings, Verdict.MALFORMED) || has(findings, Verdict.UNKNOWN_KEY)) {
            return UNUSABLE;
        }
        return has(findings, Verdict.OLD) ? OLD : CommandLine.ExitCode.OK;
    }

    private static boolean has(List<Finding> findings, Verdict verdict) {
        return findings.stream().anyMatch(finding -> finding.verdict() == verdict);
    }
}
