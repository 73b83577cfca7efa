/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.keys.KeyEntry;
import dev.opencomputer.operator.wire.Headers;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In which namespace a caller works. Whether he may is asked of the API server, with each call. */
final class CallersNamespace {

    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("system:serviceaccount:(?<namespace>[^:]+):[^:]+");

    private final Optional<String> byDefault;

    CallersNamespace(Optional<String> byDefault) {
        this.byDefault = byDefault;
    }

    /** A key's own, and no other. */
    String of(KeyEntry key, Arrival arrival) {
        if (named(arrival).filter(name -> !name.equals(key.namespace())).isPresent()) {
            throw Refusal.of(
                    403,
                    "the API key works in the namespace " + key.namespace() + " alone: leave the header "
                            + Headers.NAMESPACE + " out");
        }
        return key.namespace();
    }

    /** The one that the request names, else the service account's own, else the default. */
    String of(Optional<String> user, Arrival arrival) {
        return named(arrival)
                .or(() -> user.map(SERVICE_ACCOUNT::matcher)
                        .filter(Matcher::matches)
                        .map(account -> account.group("namespace"))
                        // Whoever judges tokens for the API server may call people anything.
                        .filter(name -> KeyEntry.NAMESPACE.matcher(name).matches()))
                .or(() -> byDefault)
                .orElseThrow(() -> Refusal.invalid(
                        "this token belongs to no service account, whose namespace could be meant: name one in the"
                                + " header " + Headers.NAMESPACE));
    }

    private static Optional<String> named(Arrival arrival) {
        Set<String> named = Set.copyOf(arrival.values(Headers.NAMESPACE));
        if (named.size() > 1
                || !named.stream()
                        .allMatch(name -> KeyEntry.NAMESPACE.matcher(name).matches())) {
            throw Refusal.invalid("the header " + Headers.NAMESPACE + " must hold the name of one namespace");
        }
        return named.stream().findFirst();
    }
}
