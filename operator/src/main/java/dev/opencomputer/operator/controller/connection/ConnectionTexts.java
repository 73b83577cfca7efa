/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.connection;

import dev.opencomputer.operator.opencomputer.ApiKey;
import dev.opencomputer.operator.opencomputer.CaBundle;
import dev.opencomputer.operator.opencomputer.ConnectionSettings;
import dev.opencomputer.operator.opencomputer.ProxyServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Makes settings from the entries of a connection's Secret, mounted as files or not; says which of them is wrong. */
final class ConnectionTexts {

    static final String URL = "url";
    static final String API_KEY = "apiKey";
    static final String AGENTS_URL = "agentsUrl";
    static final String CA = "ca.crt";
    static final String PROXY_URL = "proxyUrl";

    /** The names of the entries that are read; any others are nobody's business here. */
    static final List<String> NAMES = List.of(URL, API_KEY, AGENTS_URL, CA, PROXY_URL);

    private ConnectionTexts() {}

    /** An entry that cannot be used. Neither the message nor anything else in here repeats what it holds. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        /** What the matter is. */
        enum Kind {
            /** There is none, or an empty one. */
            MISSING,
            /** Nothing can be made of it; the message says why. */
            UNREADABLE,
            /** It names a server that may not be spoken to. */
            NOT_ALLOWED
        }

        private final String entry;
        private final Kind kind;

        private Wrong(String entry, Kind kind, String why) {
            super(why);
            this.entry = entry;
            this.kind = kind;
        }

        static Wrong noText(String entry) {
            return new Wrong(entry, Kind.UNREADABLE, "it is no text in UTF-8");
        }

        /** The name of the entry. */
        String entry() {
            return entry;
        }

        Kind kind() {
            return kind;
        }
    }

    /**
     * Reads the entries.
     *
     * @param texts what each entry holds; white space around it is left out, and an empty one counts as absent
     * @param allowed tells which servers may be spoken to
     * @throws Wrong for the first entry that is wrong
     */
    static ConnectionSettings settings(Map<String, String> texts, Predicate<URI> allowed) throws Wrong {
        URI url = read(URL, required(URL, texts), ConnectionTexts::uri);
        ApiKey key = read(API_KEY, required(API_KEY, texts), ApiKey::new);
        Optional<URI> agentsUrl = optional(AGENTS_URL, texts, ConnectionTexts::uri);
        Optional<ProxyServer> proxy = optional(PROXY_URL, texts, text -> ProxyServer.of(uri(text)));
        // One after the other, so that what is wrong is known to be of the one that came last.
        ConnectionSettings first =
                read(URL, url, base -> new ConnectionSettings(base, Optional.empty(), key, Optional.empty(), proxy));
        URI apiUrl = first.apiUrl();
        Optional<URI> agents = agentsUrl.isEmpty()
                ? agentsUrl
                : read(AGENTS_URL, agentsUrl, base -> new ConnectionSettings(apiUrl, base, key))
                        .agentsUrl();
        check(URL, apiUrl, allowed);
        if (agents.isPresent()) {
            check(AGENTS_URL, agents.get(), allowed);
        }
        if (proxy.isPresent()) {
            // A proxy could lead anywhere, too.
            check(PROXY_URL, proxy.get().url(), allowed);
        }
        // Last, since reading a bundle takes the most work.
        return new ConnectionSettings(apiUrl, agents, key, optional(CA, texts, CaBundle::of), proxy);
    }

    private static void check(String entry, URI server, Predicate<URI> allowed) throws Wrong {
        if (!allowed.test(server)) {
            throw new Wrong(entry, Wrong.Kind.NOT_ALLOWED, "it may not be spoken to");
        }
    }

    private static String required(String name, Map<String, String> texts) throws Wrong {
        return present(name, texts).orElseThrow(() -> new Wrong(name, Wrong.Kind.MISSING, "it is missing"));
    }

    private static <T> Optional<T> optional(String name, Map<String, String> texts, Function<String, T> reader)
            throws Wrong {
        Optional<String> text = present(name, texts);
        return text.isEmpty() ? Optional.empty() : Optional.of(read(name, text.get(), reader));
    }

    private static Optional<String> present(String name, Map<String, String> texts) throws Wrong {
        Optional<String> present =
                Optional.ofNullable(texts.get(name)).map(String::strip).filter(text -> !text.isEmpty());
        int longest = longest(name);
        if (present.filter(text -> text.length() > longest).isPresent()) {
            throw new Wrong(name, Wrong.Kind.UNREADABLE, "it is longer than " + longest + " characters");
        }
        return present;
    }

    /** In characters. A Secret holds 1 MiB, and conditions repeat URLs. */
    private static int longest(String name) {
        return switch (name) {
            case CA -> 512 * 1024;
            case API_KEY -> 8 * 1024;
            default -> 2_048;
        };
    }

    private static <S, T> T read(String name, S from, Function<S, T> reader) throws Wrong {
        try {
            return reader.apply(from);
        } catch (IllegalArgumentException wrong) {
            throw new Wrong(name, Wrong.Kind.UNREADABLE, wrong.getMessage());
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException wrong) {
            // Without the cause, which repeats the text: what stands here by mistake may well be a key.
            throw new IllegalArgumentException("it is not a URL");
        }
    }
}
