/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.seal;

/** A text is no sealed value. Its message says why, and holds nothing of the text: it may be a plain value. */
public final class MalformedSealedValueException extends Exception {

    MalformedSealedValueException(String why) {
        super(why);
    }
}
