/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.tls;

/** Certificate and key cannot be used; the message says why, in a sentence without a word of what is in the key. */
public final class UnusableCertificateException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableCertificateException(String message) {
        super(message);
    }
}
