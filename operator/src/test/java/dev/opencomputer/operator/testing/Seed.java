/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Seeds of generated cases. A case names its seed; to see it again, give it as the system property {@code seed}. */
public final class Seed {

    private Seed() {}

    /** So many seeds, other ones at each run; the one given, where one is. */
    public static LongStream some(int count) {
        Long given = Long.getLong("seed");
        return given != null ? LongStream.of(given) : new SplittableRandom().longs(count);
    }

    /** One of these. */
    @SafeVarargs
    public static <T> T oneOf(RandomGenerator random, T... all) {
        return all[random.nextInt(all.length)];
    }

    /** One of these. */
    public static <T> T oneOf(RandomGenerator random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** True in one of so many cases. */
    public static boolean oneIn(RandomGenerator random, int cases) {
        return random.nextInt(cases) == 0;
    }
}
