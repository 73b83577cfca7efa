/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.tracing;

import java.util.function.BiConsumer;

/**
 * Something that takes its time and shows in a trace: a reconcile, a call, a request. What begins on its thread before it
 * is closed shows as a part of it. Nothing secret may be noted.
 */
public interface Activity extends AutoCloseable {

    /** Shows nowhere. */
    Activity NONE = new Activity() {

        @Override
        public void rename(String name) {}

        @Override
        public void note(String attribute, String value) {}

        @Override
        public void failed(String why) {}

        @Override
        public void carry(BiConsumer<String, String> headers) {}

        @Override
        public void close() {}
    };

    /**
     * Says what it is, where that was not known when it began.
     *
     * @param name one of few
     */
    void rename(String name);

    /**
     * Says more of it.
     *
     * @param attribute the attribute's name, after OpenTelemetry's conventions where they have one
     * @param value its value
     */
    void note(String attribute, String value);

    /**
     * It did not succeed.
     *
     * @param why a word of a small fixed set
     */
    void failed(String why);

    /**
     * Tells the headers by which another program goes on with this trace.
     *
     * @param headers gets the name and the value of each
     */
    void carry(BiConsumer<String, String> headers);

    /** It has ended; on the thread that began it. */
    @Override
    void close();
}
