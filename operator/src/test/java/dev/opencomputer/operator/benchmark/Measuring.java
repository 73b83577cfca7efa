/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Measures both sides in turn, in short blocks, each client beginning its next call when the last one is answered. */
final class Measuring implements AutoCloseable {

    private final Duration block = Duration.ofMillis(Integer.getInteger("benchmark.block", 1_000));
    private final int pairs = Integer.getInteger("benchmark.pairs", 7);
    private final Duration warmUp = block.multipliedBy(3).dividedBy(2);
    private final Duration firstWarmUp = Duration.ofSeconds(Integer.getInteger("benchmark.warmup", 60));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Supplier<Duration> facadeCpu;
    private final Supplier<Duration> apiServerCpu;

    Measuring(Supplier<Duration> facadeCpu, Supplier<Duration> apiServerCpu) {
        this.facadeCpu = facadeCpu;
        this.apiServerCpu = apiServerCpu;
    }

    /** Has both sides work until Java has compiled what is called often: a server is up for weeks, and not for minutes. */
    void warmUp(Work atFacade, Work atApiServer, int clients) throws InterruptedException, IOException {
        var unused = run(atFacade, clients, firstWarmUp);
        unused = run(atApiServer, clients, firstWarmUp.dividedBy(4));
    }

    List<Measurement.Pair> measure(Comparison comparison) throws InterruptedException, IOException {
        var unused = run(comparison.atFacade(), comparison.clients(), warmUp);
        unused = run(comparison.atApiServer(), comparison.clients(), warmUp);
        List<Measurement.Pair> measured = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            // Whoever comes second finds what the first one has left to be done: they take turns in that, too.
            boolean facadeFirst = pair % 2 == 0;
            Block first = run(side(comparison, facadeFirst), comparison.clients(), block);
            Block second = run(side(comparison, !facadeFirst), comparison.clients(), block);
            measured.add(facadeFirst ? new Measurement.Pair(first, second) : new Measurement.Pair(second, first));
        }
        return measured;
    }

    private static Work side(Comparison comparison, boolean facade) {
        return facade ? comparison.atFacade() : comparison.atApiServer();
    }

    private Block run(Work work, int clients, Duration length) throws InterruptedException, IOException {
        Duration facadeBefore = facadeCpu.get();
        Duration apiServerBefore = apiServerCpu.get();
        long end = System.nanoTime() + length.toNanos();
        List<Callable<long[]>> loops = IntStream.range(0, clients)
                .<Callable<long[]>>mapToObj(client -> () -> loop(work, client, end))
                .toList();
        LongStream all = LongStream.empty();
        for (Future<long[]> loop : threads.invokeAll(loops)) {
            all = LongStream.concat(all, LongStream.of(result(loop)));
        }
        return new Block(
                all.boxed().toList(),
                seconds(facadeCpu.get().minus(facadeBefore)),
                seconds(apiServerCpu.get().minus(apiServerBefore)));
    }

    private static long[] loop(Work work, int client, long end) throws IOException {
        LongStream.Builder nanos = LongStream.builder();
        do {
            nanos.add(work.once(client));
        } while (System.nanoTime() < end);
        return nanos.build().toArray();
    }

    private static long[] result(Future<long[]> loop) throws InterruptedException, IOException {
        try {
            return loop.get();
        } catch (ExecutionException failure) {
            throw new IOException("a call failed", failure.getCause());
        }
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
