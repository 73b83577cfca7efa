/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

/** Says what is wrong with the text of a keys file, without its content. */
final class WrongKeysException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongKeysException(String message) {
        super(message);
    }
}
