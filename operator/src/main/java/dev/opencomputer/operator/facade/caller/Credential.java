/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import dev.opencomputer.operator.facade.answer.Refusal;
import dev.opencomputer.operator.facade.keys.NewKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a caller shows to be let in.
 *
 * @param text the key or token, a secret
 * @param token whether it may be a Kubernetes token, unless it turns out to be a key
 */
record Credential(String text, boolean token) {

    /** The header that OpenComputer's clients put a key or a JWT into. */
    static final String KEY_HEADER = "X-API-Key";

    private static final String TOKEN_HEADER = "Authorization";

    /** Other schemes are somebody else's, such as of a proxy on the way. */
    private static final Pattern BEARER = Pattern.compile("bearer(?: +(?<token>.*))?", Pattern.CASE_INSENSITIVE);

    /** RFC 6750; the API server would take anything else for no token at all, and its sender for anonymous. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final Pattern JWT = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /**
     * The one that a request carries; absent when it carries none.
     *
     * @throws Refusal when it carries several
     */
    static Optional<Credential> of(Arrival arrival) {
        List<String> bearers = arrival.values(TOKEN_HEADER).stream()
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .flatMap(bearer -> Stream.ofNullable(bearer.group("token")))
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
        Set<String> shown = Stream.concat(arrival.values(KEY_HEADER).stream(), bearers.stream())
                .collect(Collectors.toSet());
        if (shown.size() > 1) {
            throw Refusal.invalid("the request carries different credentials, in the headers " + KEY_HEADER + " and "
                    + TOKEN_HEADER + ", or in one of them twice: send one");
        }
        return shown.stream().findFirst().map(text -> new Credential(text, mayBeToken(text, !bearers.isEmpty())));
    }

    /** A key, even one that nobody has any more, is told to nobody. */
    private static boolean mayBeToken(String text, boolean bearer) {
        return !text.startsWith(NewKey.PREFIX)
                && (bearer ? TOKEN : JWT).matcher(text).matches();
    }

    @Override
    public String toString() {
        return token ? "a token" : "a key";
    }
}
