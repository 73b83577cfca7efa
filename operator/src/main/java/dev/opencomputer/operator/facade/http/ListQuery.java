/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.answer.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which part of a list is asked for.
 *
 * @param most the largest number of agents, of which a page may have fewer; absent for all
 * @param next where to go on; absent for the beginning
 */
record ListQuery(Optional<Integer> most, Optional<String> next) {

    private static final int MOST = 500;

    private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");

    /**
     * Reads {@code limit} and {@code continue}.
     *
     * @throws Refusal 400 when they are of no use
     */
    static ListQuery of(List<String> sizes, List<String> tokens) {
        Optional<Integer> most = one("limit", sizes).map(ListQuery::number);
        // A loop may begin with an empty one.
        Optional<String> next = one("continue", tokens).filter(token -> !token.isEmpty());
        if (next.isPresent() && most.isEmpty()) {
            throw Refusal.invalid("continue goes together with limit");
        }
        return new ListQuery(most, next);
    }

    private static Optional<String> one(String name, List<String> values) {
        if (values.size() > 1) {
            throw Refusal.invalid(name + " stands more than once");
        }
        return values.stream().findFirst();
    }

    private static int number(String text) {
        if (LIMIT.matcher(text).matches()) {
            int limit = Integer.parseInt(text);
            if (limit <= MOST) {
                return limit;
            }
        }
        throw Refusal.invalid("limit must be a whole number from 1 to " + MOST);
    }
}
