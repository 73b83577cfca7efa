/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.secret;

import dev.opencomputer.operator.seal.Opening;
import dev.opencomputer.operator.seal.SealingPlace;

/** Opens sealed values. */
@FunctionalInterface
public interface Unsealer {

    /**
     * Opens one.
     *
     * @param sealed the text of {@code spec.sealedValue}
     * @param place where it stands
     * @return what came of it, whatever the text is
     */
    Opening open(String sealed, SealingPlace place);
}
