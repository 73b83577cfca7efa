/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a pod's paths and addresses become for a process that shares this machine's files and network with others. */
final class Rewriting {

    private static final Pattern ANY_ADDRESS = Pattern.compile("(^|=)(0\\.0\\.0\\.0|::)$");

    private final Map<String, Path> mounts;
    private final String address;
    private final Pattern paths;

    /**
     * Rewrites for one container.
     *
     * @param mounts where each mount path is on this machine
     * @param address the pod's own address
     */
    Rewriting(Map<String, Path> mounts, String address) {
        this.mounts = mounts;
        this.address = address;
        // Longest first: a mount may be within another one.
        this.paths = Pattern.compile(mounts.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![\\w./-])(", ")(?![\\w.-])")));
    }

    /** An argument or a variable's value, as the process gets it. */
    String of(String text) {
        String reachable =
                ANY_ADDRESS.matcher(text).replaceAll(found -> found.group(1) + Matcher.quoteReplacement(address));
        return mounts.isEmpty()
                ? reachable
                : paths.matcher(reachable)
                        .replaceAll((MatchResult found) -> Matcher.quoteReplacement(
                                mounts.get(found.group(1)).toString()));
    }
}
