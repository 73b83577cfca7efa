/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import picocli.CommandLine;

/** What an option for a port may be. */
final class Ports {

    private static final int HIGHEST = 65_535;

    private Ports() {}

    /** The port, if it is one, or 0. */
    static int checked(CommandLine command, String option, int port) {
        if (port < 0 || port > HIGHEST) {
            throw CommandLines.wrong(command, option, "give 0 to " + HIGHEST + ", not " + port);
        }
        return port;
    }
}
