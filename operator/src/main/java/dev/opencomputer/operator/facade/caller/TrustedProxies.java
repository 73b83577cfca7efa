/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.caller;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** The proxies in front of the facade that are believed when they say whom they speak for. */
public final class TrustedProxies {

    /** None: the source of a request is whoever is at the other end of the connection. */
    public static final TrustedProxies NONE = of(List.of());

    private static final String HEADER = "X-Forwarded-For";

    /** An address, never a name: nothing is asked of a name server for what a caller wrote. */
    private static final String ADDRESS =
            "(?<address>\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)";

    private static final Pattern NETWORK = Pattern.compile(ADDRESS + "(?:/\\d{1,3})?");

    /** Some proxies add the port. */
    private static final Pattern SOURCE =
            Pattern.compile(ADDRESS + "|\\[(?<v6>[0-9A-Fa-f:.]+)](?::\\d+)?|(?<v4>\\d{1,3}(?:\\.\\d{1,3}){3}):\\d+");

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
            if (!NETWORK.matcher(network).matches() || !added(set, network)) {
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

    /**
     * Where a request comes from: the peer, or whom trusted proxies name, from the nearest on as far as they are trusted.
     * What stands further left was written by strangers.
     */
    String source(Arrival arrival) {
        Optional<InetAddress> source = address(arrival.peer());
        List<String> named = new ArrayList<>(arrival.values(HEADER).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList());
        Collections.reverse(named);
        for (String next : named) {
            Optional<InetAddress> address = address(next);
            if (source.filter(networks).isEmpty() || address.isEmpty()) {
                break;
            }
            source = address;
        }
        return source.map(TrustedProxies::key).orElse(arrival.peer());
    }

    private static Optional<InetAddress> address(String text) {
        Matcher matcher = SOURCE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String literal = Optional.ofNullable(matcher.group("address"))
                .or(() -> Optional.ofNullable(matcher.group("v6")))
                .orElseGet(() -> matcher.group("v4"));
        try {
            return Optional.of(InetAddress.getByName(literal));
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
