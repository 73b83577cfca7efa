/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest carries. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"opencomputer-operator " + Objects.requireNonNullElse(version, "(not from a jar)")};
    }
}
