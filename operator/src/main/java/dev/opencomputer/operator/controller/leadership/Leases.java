/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.leadership;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.Optional;

/**
 * The Lease of one release, as one replica reads and writes it. Each write names the version that it follows, so that of
 * two who write at once one is refused. All of it throws what the client throws.
 */
interface Leases {

    /** The Lease as it is now. */
    Optional<Lease> read();

    /** Makes this replica the holder. */
    Lease take(Optional<Lease> known);

    /** Lets the others count anew from now. */
    Lease renew(Lease known);

    /** Lets another one take it at once. */
    Lease release(Lease known);
}
