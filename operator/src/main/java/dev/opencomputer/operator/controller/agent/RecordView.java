/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

import dev.opencomputer.operator.opencomputer.RecordContent;
import java.util.Optional;

/** What is known of an agent's record at this moment of a reconcile. */
sealed interface RecordView {

    /** Nothing was asked yet. */
    record NotLooked() implements RecordView {}

    /** A POST was answered with a conflict: some record has the id. */
    record Taken() implements RecordView {}

    /**
     * A server answered 404, which proves nothing.
     *
     * @param again whether it did so before in this reconcile, so that a listing has been asked since
     */
    record Unproven(boolean again) implements RecordView {}

    /** A listing without it, or a successful DELETE, proves that there is none. */
    record Absent() implements RecordView {}

    /**
     * A listing has a record.
     *
     * @param digest the digest of what it says
     * @param coreAndModel of what it says only that
     */
    record Listed(String digest, RecordContent coreAndModel) implements RecordView {}

    /**
     * There is a record.
     *
     * @param content what it says
     * @param before what it said before our write, when this is the answer to a write
     */
    record Found(RecordContent content, Optional<RecordContent> before) implements RecordView {}
}
