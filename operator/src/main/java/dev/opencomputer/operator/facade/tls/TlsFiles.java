/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.tls;

import java.nio.file.Path;

/**
 * Where certificate and key are, such as a mounted Secret of the type {@code kubernetes.io/tls} has them.
 *
 * @param certificate the server's certificate in PEM, and those that it was issued by, in this order
 * @param key its private key in PEM, without a passphrase
 */
public record TlsFiles(Path certificate, Path key) {}
