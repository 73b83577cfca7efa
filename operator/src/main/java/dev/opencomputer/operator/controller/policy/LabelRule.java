/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A label that an object must carry.
 *
 * @param key the label's key
 * @param value its value; empty where any will do
 */
public record LabelRule(String key, Optional<String> value) {

    private static final Pattern KEY =
            Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern VALUE = Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

    /**
     * Reads a rule.
     *
     * @param text {@code key=value}, or {@code key} for any value
     * @return the rule
     * @throws IllegalArgumentException with the middle of a sentence for people
     */
    static LabelRule of(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(text.substring(equals + 1));
        if (!KEY.matcher(key).matches()
                || value.filter(given -> !VALUE.matcher(given).matches()).isPresent()) {
            throw new IllegalArgumentException("is no label: write key=value, or key where any value will do");
        }
        return new LabelRule(key, value);
    }

    /**
     * Whether an object carries it.
     *
     * @param labels the object's labels
     * @return true when it does
     */
    public boolean isOn(Map<String, String> labels) {
        String there = labels.get(key);
        return there != null && value.map(there::equals).orElse(true);
    }

    @Override
    public String toString() {
        return key + value.map(text -> "=" + text).orElse("");
    }
}
