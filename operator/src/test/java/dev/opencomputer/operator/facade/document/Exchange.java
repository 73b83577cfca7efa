/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request and its answer.
 *
 * @param method the request's method
 * @param target the request's path and query, as they went over the wire
 * @param status the answer's status
 * @param headers the answer's headers, by their names in lower case
 * @param body the answer's body, empty when it had none
 */
public record Exchange(String method, String target, int status, Map<String, List<String>> headers, String body) {

    /** Takes the headers under any spelling of their names. */
    public Exchange {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        headers = lower;
    }

    /** The value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).map(values -> String.join(", ", values));
    }

    @Override
    public String toString() {
        return method + " " + (target.length() > 200 ? target.substring(0, 200) + "…" : target) + ": " + status + " "
                + headers + " " + (body.length() > 400 ? body.substring(0, 400) + "…" : body);
    }
}
