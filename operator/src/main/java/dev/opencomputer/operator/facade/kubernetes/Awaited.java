/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

/**
 * What came of waiting for an object.
 *
 * @param end how the wait ended
 * @param object the object as it was seen last
 * @param <T> the kind
 */
public record Awaited<T>(End end, T object) {

    /** How a wait ended. */
    public enum End {
        /** The object is in the state that was waited for. */
        REACHED,

        /** The object is no more. */
        GONE,

        /** Neither came in time. */
        TIME_OVER,

        /** It was not waited for: nobody asked, the caller may not watch it, or the facade is about to stop. */
        NOT_WATCHED
    }

    /** Whether the wait went on until something came of it or its time was over. */
    public boolean isWatched() {
        return end != End.NOT_WATCHED;
    }

    /** Whether the object is no more. */
    public boolean isGone() {
        return end == End.GONE;
    }
}
