/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.nio.file.Path;

/** A process that starts a control plane in the folder it is given, says so, and waits to be killed. */
final class KilledParent {

    private KilledParent() {}

    /** Runs until it is killed. */
    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        try (ControlPlane controlPlane = ControlPlane.start(new ControlPlaneOptions(
                folder, folder.resolve("logs"), false, false, Binaries.find(Progress.silent())))) {
            System.out.println("ready " + controlPlane.server());
            System.out.println(controlPlane.failure().join());
        }
    }
}
