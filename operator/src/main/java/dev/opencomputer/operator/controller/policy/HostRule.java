/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Servers that a namespace's own connection may lead to: one host or, with {@code *.} before it, every host below it, on
 * one port, by one scheme.
 *
 * @param scheme {@code https} or {@code http}
 * @param host in the form that hosts are compared in; an address as its bytes are written
 * @param wildcard whether it stands for every host below {@code host}, and not for that itself
 * @param port the port
 */
public record HostRule(String scheme, String host, boolean wildcard, int port) {

    private static final String HTTPS = "https";
    private static final String HTTP = "http";

    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** The last label of a name is never a number, so that no resolver takes a name for an address. */
    private static final Pattern NUMBER_LIKE = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");

    /** Without leading zeros, which some take for octal numbers and others do not. */
    private static final Pattern IPV4 =
            Pattern.compile("(OCTET\\.){3}OCTET".replace("OCTET", "(0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"));

    private static final Pattern IPV6_LETTERS = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    private static final int MOST_LENGTH = 253;

    /**
     * Reads a rule.
     *
     * @param text {@code api.example.com}, {@code *.example.com}, an address, each perhaps with a port; {@code http://}
     *     before it for what is spoken to without TLS
     * @return the rule
     * @throws IllegalArgumentException with the middle of a sentence for people
     */
    public static HostRule of(String text) {
        String scheme = HTTPS;
        String rest = text.strip().toLowerCase(Locale.ROOT);
        if (rest.startsWith("http://")) {
            scheme = HTTP;
            rest = rest.substring("http://".length());
        } else if (rest.startsWith("https://")) {
            rest = rest.substring("https://".length());
        }
        boolean wildcard = rest.startsWith("*.");
        if (wildcard) {
            rest = rest.substring(2);
        }
        int colon = rest.startsWith("[") ? rest.indexOf("]:") + 1 : rest.indexOf(':');
        String host = colon > 0 ? rest.substring(0, colon) : rest;
        String canonical = canonical(host);
        if (canonical.isEmpty() || rest.contains("/")) {
            throw new IllegalArgumentException("is no host: write api.example.com, *.example.com, 192.0.2.1 or"
                    + " [2001:db8::1], with a port or without, and with http:// before it where there is no TLS; letters"
                    + " other than ASCII in their xn-- form");
        }
        if (wildcard && isAddress(canonical)) {
            throw new IllegalArgumentException("has a * before an address: list each address by itself");
        }
        int port = colon > 0 ? port(rest.substring(colon + 1)) : defaultPort(scheme);
        return new HostRule(scheme, canonical, wildcard, port);
    }

    /**
     * Whether a server may be spoken to.
     *
     * @param url the server's URL, of which scheme, host and port count
     * @return true when all three fit
     */
    public boolean allows(URI url) {
        if (url.getScheme() == null || url.getHost() == null || url.getRawUserInfo() != null) {
            return false;
        }
        String asked = url.getScheme().toLowerCase(Locale.ROOT);
        if (!asked.equals(scheme) || (url.getPort() < 0 ? defaultPort(asked) : url.getPort()) != port) {
            return false;
        }
        String canonical = canonical(url.getHost().toLowerCase(Locale.ROOT));
        return wildcard
                ? !isAddress(canonical) && canonical.endsWith("." + host)
                : !canonical.isEmpty() && canonical.equals(host);
    }

    /** The form that hosts are compared in; empty for what is no host. */
    private static String canonical(String host) {
        // A name that ends with a point is the same name, said to be whole.
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        if (name.startsWith("[") && name.endsWith("]")) {
            return IPV6_LETTERS.matcher(name.substring(1, name.length() - 1)).matches() ? address(name) : "";
        }
        if (IPV4.matcher(name).matches()) {
            return address(name);
        }
        boolean valid = name.length() <= MOST_LENGTH
                && NAME.matcher(name).matches()
                && !NUMBER_LIKE.matcher(name).matches();
        return valid ? name : "";
    }

    /** An address in the form of its bytes. No resolver is asked, since what comes here can be no name. */
    private static String address(String literal) {
        try {
            return "[" + InetAddress.getByName(literal).getHostAddress() + "]";
        } catch (UnknownHostException noAddress) {
            return "";
        }
    }

    private static boolean isAddress(String canonical) {
        return canonical.startsWith("[");
    }

    private static int port(String text) {
        if (text.matches("[0-9]{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        }
        throw new IllegalArgumentException("has no port after its colon: give a number from 1 to 65535");
    }

    private static int defaultPort(String scheme) {
        return scheme.equals(HTTPS) ? 443 : 80;
    }
}
