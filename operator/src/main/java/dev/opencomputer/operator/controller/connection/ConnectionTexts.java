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

    /** An entry that is missing or cannot be used. Neither the message nor anything else in here repeats what it holds. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        private final String entry;
        private final boolean missing;

        private Wrong(String entry, boolean missing, String why) {
            super(why);
            this.entry = entry;
            this.missing = missing;
        }

        static Wrong noText(String entry) {
            return new Wrong(entry, false, "it is no text in UTF-8");
        }

        /** The name of the entry. */
        String entry() {
            return entry;
        }

        /** Whether there is none, or an empty one. */
        boolean isMissing() {
            return missing;
        }
    }

    /** Looks at the servers before anything is made of a bundle of certificates, which takes the most work. */
    @FunctionalInterface
    interface ServerCheck<E extends Exception> {
        /** Throws if the server in an entry may not be spoken to. */
        void check(String entry, URI server) throws E;
    }

    /**
     * Reads the entries.
     *
     * @param texts what each entry holds; white space around it is left out, and an empty one counts as absent
     * @throws Wrong for the first entry that is wrong
     */
    static ConnectionSettings settings(Map<String, String> texts) throws Wrong {
        return ConnectionTexts.<RuntimeException>settings(texts, (entry, server) -> {});
    }

    /**
     * Reads the entries.
     *
     * @param texts what each entry holds; white space around it is left out, and an empty one counts as absent
     * @param servers is asked for each server
     * @throws Wrong for the first entry that is wrong
     * @throws E for a server that may not be spoken to
     */
    static <E extends Exception> ConnectionSettings settings(Map<String, String> texts, ServerCheck<E> servers)
            throws Wrong, E {
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
        servers.check(URL, apiUrl);
        if (agents.isPresent()) {
            servers.check(AGENTS_URL, agents.get());
        }
        if (proxy.isPresent()) {
            // A proxy could lead anywhere, too.
            servers.check(PROXY_URL, proxy.get().url());
        }
        return new ConnectionSettings(apiUrl, agents, key, optional(CA, texts, CaBundle::of), proxy);
    }

    private static String required(String name, Map<String, String> texts) throws Wrong {
        return present(name, texts).orElseThrow(() -> new Wrong(name, true, "it is missing"));
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
            throw new Wrong(name, false, "it is longer than " + longest + " characters");
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
            throw new Wrong(name, false, wrong.getMessage());
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
