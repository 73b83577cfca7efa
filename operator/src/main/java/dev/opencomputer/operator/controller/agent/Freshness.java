/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.agent;

/** How new a shared listing must be to answer a question about one agent. It is always newer than our last write. */
enum Freshness {
    /** At most the age that routine checks allow. */
    RECENT,
    /** Begun after the object, or its deletion, was first seen, and no older than {@link #RECENT}. */
    SINCE_SEEN,
    /** Begun after this moment. */
    NOW
}
