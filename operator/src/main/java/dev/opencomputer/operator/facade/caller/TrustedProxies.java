/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.util.IPAddress;
import org.eclipse.jetty.util.InetAddressSet;

/** The proxies in front of the facade that are believed when they say whom they speak for. */
public final class TrustedProxies {

    /** None: the source of a request is whoever is at the other end of the connection. */
    public static final TrustedProxies NONE = of(List.of());

    /** The header in which proxies say where a request comes from. */
    public static final String FORWARDED_FOR = "X-Forwarded-For";

    /** An address, or a network. */
    private static final Pattern NETWORK = Pattern.compile("(?<address>[^/]*)(?:/\\d{1,3})?");

    /** Some proxies add the port, and some systems the interface behind which the address is. */
    private static final Pattern SOURCE = Pattern.compile("(?<v4>[0-9.]+):\\d+"
            + "|\\[(?<v6>[0-9A-Fa-f:.]+)(?:%[^\\]]*)?](?::\\d+)?"
            + "|(?<plain>[0-9A-Fa-f:.]+)(?:%.*)?");

    /** Whoever has an IPv6 network can use each address of it: half of the 16 bytes. */
    private static final int NETWORK_BYTES = 8;

    private final InetAddressSet networks;

    private TrustedProxies(InetAddressSet networks) {
        this.networks = networks;
    }

    /**
     * Proxies with addresses in these networks.
     *
     * @param networks addresses, or networks as {@code 10.0.0.0/8} or {@code fd00::/8}
     * @throws IllegalArgumentException when one is neither; the message says which
     */
    public static TrustedProxies of(List<String> networks) {
        InetAddressSet set = new InetAddressSet();
        for (String network : networks) {
            Matcher matcher = NETWORK.matcher(network);
            if (!matcher.matches() || literal(matcher.group("address")).isEmpty() || !added(set, network)) {
                throw new IllegalArgumentException(
                        network + " is no address and no network such as 10.0.0.0/8 or fd00::/8, whose address has no"
                                + " bits behind the slash's");
            }
        }
        return new TrustedProxies(set);
    }

    private static boolean added(InetAddressSet set, String network) {
        try {
            set.add(network);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where a request comes from, as failures are held against it: of an IPv6 address its network. */
    String source(Arrival arrival) {
        return origin(arrival.values(FORWARDED_FOR), arrival.peer())
                .map(TrustedProxies::key)
                .orElse(arrival.peer());
    }

    /**
     * Who sent a request, for logs: the peer, or whom trusted proxies name.
     *
     * @param forwardedFor the values of all {@link #FORWARDED_FOR} fields
     * @param peer the address at the other end of the connection
     */
    public String client(List<String> forwardedFor, String peer) {
        if (networks.isEmpty() || forwardedFor.isEmpty()) {
            return peer;
        }
        return origin(forwardedFor, peer)
                .filter(origin -> !address(peer).equals(Optional.of(origin)))
                .map(InetAddress::getHostAddress)
                .orElse(peer);
    }

    /**
     * The peer, or whom trusted proxies name, from the nearest on as far as they are trusted. What stands further left was
     * written by strangers.
     */
    private Optional<InetAddress> origin(List<String> forwardedFor, String peer) {
        Optional<InetAddress> origin = address(peer);
        List<String> named = new ArrayList<>(forwardedFor.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList());
        Collections.reverse(named);
        for (String next : named) {
            if (origin.filter(networks).isEmpty()) {
                break;
            }
            Optional<InetAddress> address = address(next);
            if (address.isEmpty()) {
                break;
            }
            origin = address;
        }
        return origin;
    }

    private static Optional<InetAddress> address(String text) {
        Matcher matcher = SOURCE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Stream.of("plain", "v6", "v4")
                .map(matcher::group)
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(TrustedProxies::literal);
    }

    /**
     * An address, never a name: nothing is asked of a name server for what a caller wrote. {@link InetAddress} alone would
     * do that for 300.1.1.1, which is not an address and could be a name.
     */
    private static Optional<InetAddress> literal(String text) {
        if (!IPAddress.isValid(text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String key(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
