/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.connection;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Takes in the whole body of a request before a thread is given to it, within bounds of length, time and memory. So a
 * client that sends slowly costs a connection and what it has sent, and keeps nobody waiting. Of a request without a
 * credential, which is not let in, nothing is kept.
 */
public final class BodyIntake extends Handler.Wrapper {

    private static final String BODY = "body";

    /** Carries a key or a token, as {@link HttpHeader#AUTHORIZATION} may. */
    private static final String KEY_HEADER = "X-API-Key";

    /** A client that is still sending would not read an answer; this much of a body that is too long is let pass. */
    private static final long MOST_DISCARDED = 8L * 1024 * 1024;

    private final Envelope envelope;
    private final Limits limits;
    private final BodyBudget budget;

    BodyIntake(Envelope envelope, Limits limits) {
        this.envelope = envelope;
        this.limits = limits;
        this.budget = new BodyBudget(limits.bodiesBytes());
    }

    /**
     * The body of a request that has come through here.
     *
     * @param attributes gives an attribute of the request, {@code null} without
     * @return none when the request had none
     */
    public static Optional<byte[]> body(Function<String, Object> attributes) {
        return Optional.ofNullable(attributes.apply(BODY)).map(byte[].class::cast);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasCredential(request) && expectsToBeAsked(request)) {
            // It is refused by its head alone, and the body not asked for.
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            return super.handle(request, response, callback);
        }
        if (request.getLength() > limits.bodyBytes() && expectsToBeAsked(request)) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            envelope.refuse(request, response, callback, tooLong());
            return true;
        }
        return new Intake(request, response, callback).begin();
    }

    private static boolean expectsToBeAsked(Request request) {
        return request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
    }

    private static boolean hasCredential(Request request) {
        return request.getHeaders().contains(HttpHeader.AUTHORIZATION)
                || request.getHeaders().contains(KEY_HEADER);
    }

    private Refusal tooLong() {
        return Refusal.of(
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                "the body is larger than " + limits.bodyBytes() + " bytes"
                        + (limits.bodyBytes() == Limits.STANDARD.bodyBytes() ? " (1 MiB)" : ""));
    }

    /** What is said when no more of a body comes. */
    private static Refusal brokenOff(Throwable why) {
        return why instanceof TimeoutException
                ? Refusal.unavailable(
                        "the server ends, or the body came too slowly; try again", EnvelopeErrorHandler.BUSY)
                : Refusal.invalid("the body ended early");
    }

    /** The body of one request, as it comes in. */
    private final class Intake implements Runnable {

        private final Request request;
        private final Response response;
        private final Callback callback;
        private final ReceivedBytes received;
        private final AtomicBoolean settled = new AtomicBoolean();
        private final boolean isKept;
        private long discarded;
        private volatile Optional<Refusal> refusal = Optional.empty();
        private volatile Optional<Scheduler.Task> deadline = Optional.empty();

        Intake(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.isKept = hasCredential(request);
            boolean isShort = request.getLength() >= 0 && request.getLength() < limits.bodyBytes();
            this.received = new ReceivedBytes(isShort ? (int) request.getLength() : limits.bodyBytes(), budget);
        }

        /** Whether the request is dealt with, now or later. */
        boolean begin() throws Exception {
            if (!readWhatIsHere()) {
                Duration most = limits.body();
                deadline = Optional.of(request.getComponents()
                        .getScheduler()
                        .schedule(this::expired, most.toMillis(), TimeUnit.MILLISECONDS));
                request.demand(this);
                return true;
            }
            return settled.compareAndSet(false, true) ? proceed() : true;
        }

        /** More has come in. */
        @Override
        public void run() {
            if (settled.get()) {
                return;
            }
            if (!readWhatIsHere()) {
                request.demand(this);
            } else if (settled.compareAndSet(false, true)) {
                deadline.ifPresent(Scheduler.Task::cancel);
                try {
                    if (!proceed()) {
                        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                    }
                } catch (Exception e) {
                    Response.writeError(request, response, callback, e);
                }
            }
        }

        /** False when more is to come. */
        private boolean readWhatIsHere() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    return false;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    refuse(brokenOff(chunk.getFailure()));
                    return true;
                }
                boolean last = chunk.isLast();
                take(chunk);
                chunk.release();
                if (last) {
                    return true;
                }
                if (discarded > MOST_DISCARDED) {
                    if (refusal.isEmpty()) {
                        refuse(tooLong());
                    }
                    return true;
                }
            }
        }

        private void take(Content.Chunk chunk) {
            if (!isKept || refusal.isPresent()) {
                discarded += chunk.remaining();
                return;
            }
            switch (received.add(chunk.getByteBuffer())) {
                // Once it is forgotten, its time was over, and it is answered.
                case TAKEN, FORGOTTEN -> {}
                case TOO_LONG -> refuse(tooLong());
                case NO_ROOM ->
                    refuse(Refusal.unavailable(
                            "there are too many large requests at once; try again", EnvelopeErrorHandler.BUSY));
            }
        }

        private void refuse(Refusal why) {
            refusal = Optional.of(why);
            received.forget();
        }

        private boolean proceed() throws Exception {
            if (refusal.isPresent()) {
                // What was not read of the body would be taken for the next request.
                response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
                envelope.refuse(request, response, callback, refusal.get());
                return true;
            }
            if (received.isEmpty()) {
                return BodyIntake.super.handle(request, response, callback);
            }
            Request.addCompletionListener(request, unused -> received.forget());
            request.setAttribute(BODY, received.bytes());
            return BodyIntake.super.handle(request, response, callback);
        }

        private void expired() {
            if (settled.compareAndSet(false, true)) {
                Refusal late = Refusal.of(
                        HttpStatus.REQUEST_TIMEOUT_408,
                        "the body did not come in whole within " + limits.body().toSeconds() + " seconds");
                refuse(late);
                response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
                envelope.refuse(request, response, callback, late);
            }
        }
    }
}
