/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/**
 * One call to be made. A class and no record: its body may hold a secret's value, which no {@code toString} may show.
 *
 * @param <T> what a good answer means
 */
final class Call<T> {

    /** Reads a good answer's body. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Reads the whole body.
         *
         * @throws com.fasterxml.jackson.core.JsonProcessingException when it is no JSON of the right shape
         * @throws NotAsAgreedException when it is, but contradicts the contract
         * @throws IOException when the connection broke off
         */
        T read(InputStream body) throws IOException;

        /**
         * Reads the whole body, and the server's time where that matters.
         *
         * @param date when the answer was made, by the clock of the server or of the proxy before it, in whole seconds;
         *     empty where the answer does not say so
         */
        default T read(InputStream body, Optional<Instant> date) throws IOException {
            return read(body);
        }
    }

    /** Reads a body, and has the time of the answer as the result. */
    record Timed(Reader<?> body) implements Reader<Optional<Instant>> {

        @Override
        public Optional<Instant> read(InputStream content) throws IOException {
            return read(content, Optional.empty());
        }

        @Override
        public Optional<Instant> read(InputStream content, Optional<Instant> date) throws IOException {
            body.read(content);
            return date;
        }
    }

    private final Operation operation;
    private final String object;
    private final String path;
    private final ObjectNode body;
    private final Reader<T> reader;

    private Call(Operation operation, String object, String path, ObjectNode body, Reader<T> reader) {
        this.operation = operation;
        this.object = object;
        this.path = path;
        this.body = body;
        this.reader = reader;
    }

    /**
     * A call without a body.
     *
     * @param object what it is about, as in "agent issue-resolver"
     * @param path below the server's base URL, with nothing in it that needs encoding
     */
    static <T> Call<T> of(Operation operation, String object, String path, Reader<T> reader) {
        return new Call<>(operation, object, path, null, reader);
    }

    /** A call with a body. */
    static <T> Call<T> of(Operation operation, String object, String path, ObjectNode body, Reader<T> reader) {
        return new Call<>(operation, object, path, body, reader);
    }

    Operation operation() {
        return operation;
    }

    String path() {
        return path;
    }

    Optional<ObjectNode> body() {
        return Optional.ofNullable(body);
    }

    Reader<T> reader() {
        return reader;
    }

    /** What this call is called in failures. */
    Failure.Attempt attemptAt(String server) {
        return new Failure.Attempt(operation.text(), object + " at " + server, server);
    }
}
