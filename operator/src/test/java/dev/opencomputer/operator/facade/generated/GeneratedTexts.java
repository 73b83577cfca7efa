/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.generated;

import java.util.List;
import java.util.Random;

/** Texts for everything that takes text: few ids and keys, so that requests meet each other, and much that is strange. */
final class GeneratedTexts {

    static final List<String> IDS =
            List.of("a", "b", "c", "issue-resolver", "0", "x-9", "a".repeat(63), "known", "team-agent");

    static final List<String> KEYS =
            List.of("A", "_", "API_KEY", "ANTHROPIC_API_KEY", "a_1", "K".repeat(256), "LOG_LEVEL");

    static final List<String> HOSTS = List.of("api.anthropic.com", "*.example.com", "localhost", "A-1.b", "10.0.0.1");

    static final List<String> STRANGE = List.of(
            "",
            " ",
            "id",
            "value",
            "__proto__",
            "constructor",
            "$ref",
            "a.b",
            "a/b",
            "~1~0",
            "-a",
            "a-",
            "A",
            "a".repeat(64),
            "a".repeat(300),
            "1A",
            "ä",
            "\u202Eevil",
            "\u0000",
            "a\u0000b",
            "\n",
            "\uD83D\uDE00",
            "e\u0301",
            "\u0430",
            "{{7*7}}",
            "${jndi:ldap://127.0.0.1/x}",
            "'; DROP TABLE agents; --",
            "<script>alert(1)</script>",
            "../../../etc/passwd",
            "http://a.example/",
            "a.example:443",
            "*.*.example",
            "null",
            "true",
            "spec.config",
            "%00",
            "%2e%2e%2f");

    /** What a path or a query may have in it without being broken HTTP. */
    static final List<String> STRANGE_SEGMENTS = List.of(
            "A",
            "a.b",
            "-a",
            "a".repeat(64),
            "a".repeat(300),
            "%C3%A4",
            "a%2Fb",
            "..%2f..%2fsecrets",
            "%2e%2e",
            "%00",
            "a%0Ab",
            "%F0%9F%98%80",
            "%22",
            "a;b=c",
            "a%3Fb",
            "1A",
            "A-B",
            "$",
            "~",
            "%25",
            "a+b",
            "A%20B",
            "*");

    static final List<String> STRANGE_HEADERS = List.of(
            "",
            " ",
            "*",
            "\"",
            "\"a\"",
            "W/\"a\"",
            "\"a\", \"b\"",
            "\"a\" \"b\"",
            "W/W/\"a\"",
            "wait",
            "wait=",
            "wait=0",
            "wait=1",
            "wait=31",
            "wait=-1",
            "wait=1.5",
            "wait=99999999999999999999",
            "WAIT = 0 ; a=b, respond-async",
            "wait=\"0\"",
            "default",
            "kube-system",
            "no such",
            "Default",
            "x".repeat(300),
            "application/json",
            "application/json; charset=utf-16",
            "text/html",
            "application/json;q=0",
            "*/*;q=0.1",
            "text/*, */*;q=0",
            "gzip",
            "ä",
            "a\tb",
            "1",
            "0",
            "-1",
            "2147483648",
            ",,,",
            "Basic YTpi",
            "Bearer",
            "Bearer x",
            "Bearer a b");

    private final Random random;

    GeneratedTexts(Random random) {
        this.random = random;
    }

    <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Text of so many characters, now and then of those that take several bytes. */
    String ofLength(int characters) {
        String letter = oneOf(List.of("x", "x", "x", "x", "ä", "\uD83D\uDE00", "\"", "\\", "\n"));
        return letter.repeat(characters);
    }
}
