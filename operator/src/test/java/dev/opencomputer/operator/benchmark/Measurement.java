/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.benchmark;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of a comparison.
 *
 * @param comparison of what
 * @param pairs a block at the facade and one at the API server right after or before it, again and again
 * @param requests how many requests the API server gets for one call of the facade
 */
record Measurement(Comparison comparison, List<Pair> pairs, int requests) {

    private static final int RESAMPLES = 1_000;
    private static final double OUTSIDE = 0.05;
    private static final double MEDIAN = 0.5;
    private static final double P99 = 0.99;

    /** Two blocks next to each other in time, so that what else the machine does meets both. */
    record Pair(Block facade, Block straight) {}

    /** A ratio, and between which ones it lies in nine of ten repetitions. */
    record Ratio(double value, double low, double high) {}

    Ratio medians() {
        return ratio(MEDIAN);
    }

    Ratio p99s() {
        return ratio(P99);
    }

    double facadeMillis(double share) {
        return quantile(pairs, Pair::facade, share);
    }

    double straightMillis(double share) {
        return quantile(pairs, Pair::straight, share);
    }

    /** Milliseconds of processor time a call, of whatever a block has kept. */
    double cpu(Side side, ToDoubleFunction<Block> seconds) {
        double sum = pairs.stream().map(side::of).mapToDouble(seconds).sum();
        long calls = pairs.stream().map(side::of).mapToLong(Block::calls).sum();
        return sum / calls * 1000;
    }

    /** One block of a pair. */
    interface Side {
        Block of(Pair pair);
    }

    /** Pairs are drawn anew with putting back: how much the ratio depends on which of them there were. */
    private Ratio ratio(double share) {
        Random random = new Random(1);
        double[] drawn = random.doubles(RESAMPLES)
                .map(unused -> of(
                        random.ints(pairs.size(), 0, pairs.size())
                                .mapToObj(pairs::get)
                                .toList(),
                        share))
                .sorted()
                .toArray();
        return new Ratio(
                of(pairs, share),
                drawn[(int) (RESAMPLES * OUTSIDE)],
                drawn[RESAMPLES - 1 - (int) (RESAMPLES * OUTSIDE)]);
    }

    private static double of(List<Pair> pairs, double share) {
        return quantile(pairs, Pair::facade, share) / quantile(pairs, Pair::straight, share);
    }

    private static double quantile(List<Pair> pairs, Side side, double share) {
        long[] all = pairs.stream()
                .map(side::of)
                .flatMap(block -> block.nanos().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return all[(int) Math.min(all.length - 1, Math.round(all.length * share))] / 1e6;
    }
}
