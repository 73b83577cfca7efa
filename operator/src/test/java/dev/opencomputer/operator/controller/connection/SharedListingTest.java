/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.opencomputer.FailedCalls;
import dev.opencomputer.operator.opencomputer.OpenComputerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedListingTest {

    private static final int MANY = 20;

    /** A listing's answer: a number, or a failure. */
    private interface Answer {
        String give() throws OpenComputerException;
    }

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger begun = new AtomicInteger();
    private final BlockingQueue<Answer> answers = new SynchronousQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SharedListing<String> listing = new SharedListing<>(this::list, clock::get);

    private String list() throws OpenComputerException {
        begun.incrementAndGet();
        try {
            return answers.take().give();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Somebody asks for a listing no older than a moment; returns once that thread waits. */
    private Future<String> ask(long notBefore) {
        AtomicReference<Thread> asking = new AtomicReference<>();
        Future<String> answer = threads.submit(() -> {
            asking.set(Thread.currentThread());
            return listing.since(notBefore);
        });
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> asking.get() != null && asking.get().getState() == Thread.State.WAITING);
        return answer;
    }

    private void answer(String text) throws InterruptedException {
        assertThat(answers.offer(() -> text, 10, TimeUnit.SECONDS)).isTrue();
    }

    private void fail(OpenComputerException failure) throws InterruptedException {
        assertThat(answers.offer(
                        () -> {
                            throw failure;
                        },
                        10,
                        TimeUnit.SECONDS))
                .isTrue();
    }

    private static String got(Future<String> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void makesNoCallBeforeSomebodyAsks() {
        assertThat(begun).hasValue(0);
    }

    @Test
    void servesAllWhoAskedBeforeItBeganWithOneListing() throws Exception {
        clock.set(10);
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(ask(10));
        }

        answer("first");

        for (Future<String> one : all) {
            assertThat(got(one)).isEqualTo("first");
        }
        assertThat(begun).hasValue(1);
    }

    @Test
    void servesThoseWhoAskAfterItBeganWithOneMore() throws Exception {
        clock.set(10);
        Future<String> early = ask(10);
        clock.set(20);
        List<Future<String>> late = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            late.add(ask(20));
        }
        assertThat(begun).hasValue(1);

        answer("first");
        answer("second");

        assertThat(got(early)).isEqualTo("first");
        for (Future<String> one : late) {
            assertThat(got(one)).isEqualTo("second");
        }
        assertThat(begun).hasValue(2);
    }

    @Test
    void reusesAListingThatIsNewEnough() throws Exception {
        clock.set(10);
        Future<String> first = ask(0);
        answer("first");
        got(first);
        clock.set(1_000);

        assertThat(listing.since(5)).isEqualTo("first");
        assertThat(listing.since(10)).isEqualTo("first");
        assertThat(begun).hasValue(1);
    }

    @Test
    void makesANewListingWhenTheLastBeganTooEarly() throws Exception {
        clock.set(10);
        Future<String> first = ask(0);
        answer("first");
        got(first);
        clock.set(11);

        Future<String> second = ask(11);
        answer("second");

        assertThat(got(second)).isEqualTo("second");
    }

    @Test
    void sharesAFailureWithAllWhoWaited() throws Exception {
        OpenComputerException failure = FailedCalls.serverTrouble();
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            all.add(ask(0));
        }

        fail(failure);

        for (Future<String> one : all) {
            assertThatThrownBy(() -> got(one))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
        }
        assertThat(begun).hasValue(1);
    }

    @Test
    void doesNotRememberAFailure() throws Exception {
        Future<String> first = ask(0);
        fail(FailedCalls.serverTrouble());
        assertThatThrownBy(() -> got(first)).isInstanceOf(ExecutionException.class);

        Future<String> second = ask(0);
        answer("second");

        assertThat(got(second)).isEqualTo("second");
    }

    @Test
    void keepsAnEarlierFailureFromThoseWhoAskedLater() throws Exception {
        clock.set(10);
        Future<String> early = ask(10);
        clock.set(20);
        Future<String> late = ask(20);

        fail(FailedCalls.serverTrouble());
        answer("second");

        assertThatThrownBy(() -> got(early)).isInstanceOf(ExecutionException.class);
        assertThat(got(late)).isEqualTo("second");
    }

    @Test
    void goesOnAfterAFailureThatNobodyExpected() throws Exception {
        Future<String> first = ask(0);
        assertThat(answers.offer(
                        () -> {
                            throw new IllegalArgumentException("unexpected");
                        },
                        10,
                        TimeUnit.SECONDS))
                .isTrue();
        assertThatThrownBy(() -> got(first)).hasRootCauseMessage("unexpected");

        Future<String> second = ask(0);
        answer("second");

        assertThat(got(second)).isEqualTo("second");
    }

    @Test
    void understandsAClockThatPassesItsLargestValue() throws Exception {
        clock.set(Long.MAX_VALUE);
        Future<String> before = ask(Long.MAX_VALUE);
        answer("first");
        got(before);
        clock.set(Long.MIN_VALUE + 5);

        Future<String> after = ask(Long.MIN_VALUE + 1);
        answer("second");

        assertThat(got(after)).isEqualTo("second");
        assertThat(listing.since(Long.MAX_VALUE)).isEqualTo("second");
    }
}
