/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Tells which calls go wrong and how. Empty at start, only a program can fill it; the oldest rule that fits wins. */
public final class Faults {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    private record Rule(Predicate<Call> fits, boolean once, Fault fault) {}

    Faults() {}

    /** The next call of this operation goes wrong; several faults are for as many calls, in their order. */
    public void next(Operation operation, Fault fault) {
        rules.add(new Rule(call -> call.operation() == operation, true, fault));
    }

    /** Every call of this operation goes wrong. */
    public void always(Operation operation, Fault fault) {
        rules.add(new Rule(call -> call.operation() == operation, false, fault));
    }

    /**
     * Every call of this operation goes wrong that has a text in its path or body.
     *
     * @param operation the operation
     * @param text as an agent's id
     * @param fault what goes wrong
     */
    public void always(Operation operation, String text, Fault fault) {
        rules.add(new Rule(call -> call.operation() == operation && call.mentions(text), false, fault));
    }

    /** Every call goes wrong, whatever it is. */
    public void everywhere(Fault fault) {
        rules.add(new Rule(call -> true, false, fault));
    }

    /** From now on every call goes wrong in this way, and in no other. */
    public synchronized void turnInto(Fault fault) {
        rules.clear();
        everywhere(fault);
    }

    /** All is well again. */
    public void clear() {
        rules.clear();
    }

    /** Whether every fault that was for one call has struck, and no other is set. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    synchronized Optional<Fault> take(Call call) {
        Iterator<Rule> each = rules.iterator();
        while (each.hasNext()) {
            Rule rule = each.next();
            if (rule.fits().test(call)) {
                if (rule.once()) {
                    rules.remove(rule);
                }
                return Optional.of(rule.fault());
            }
        }
        return Optional.empty();
    }
}
