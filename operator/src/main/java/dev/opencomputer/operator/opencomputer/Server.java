/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import java.net.URI;

/**
 * One API's base URL, with what is remembered of the server behind it.
 *
 * @param base scheme, host, port and perhaps a path, without a slash at its end
 * @param gate shared by every API on the same host and port
 */
record Server(URI base, Gate gate) {

    URI resolve(String path) {
        return URI.create(base + path);
    }
}
