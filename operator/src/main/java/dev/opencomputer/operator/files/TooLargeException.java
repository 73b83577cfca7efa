/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.files;

import java.io.IOException;

/** There is more to read than there may be. */
public final class TooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    TooLargeException(int most) {
        super("there are more than " + most + " bytes");
    }
}
