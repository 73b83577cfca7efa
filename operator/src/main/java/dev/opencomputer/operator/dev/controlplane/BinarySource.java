/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.dev.controlplane;

import java.nio.file.Path;

/** One of the places that a program of the control plane can come from. */
interface BinarySource {

    /** What came of asking a source. */
    sealed interface Result permits Found, Absent {}

    /** The program is there and can be run. */
    record Found(Path file) implements Result {}

    /** The program cannot be had here; the reason is half a sentence for the final message. */
    record Absent(String reason) implements Result {}

    /** Looks for the program, or gets it, which may take minutes. */
    Result get(String program);
}
