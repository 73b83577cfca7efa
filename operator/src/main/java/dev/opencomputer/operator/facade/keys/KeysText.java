/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.keys;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The YAML of a keys file. */
final class KeysText {

    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Two readers may take different ones of two fields of one name.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(KeysYaml.class);

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FIRST_ENTRY = Pattern.compile("(?m)^( *)- ");
    private static final String INDENTATION = "  ";

    private KeysText() {}

    private record KeysYaml(@JsonProperty(required = true) List<KeyYaml> keys) {}

    private record KeyYaml(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String sha256,
            @JsonProperty(required = true) String namespace,
            @JsonProperty(required = true) String serviceAccount,
            JsonNode expires) {}

    /** The entries, in their order. */
    static List<KeyEntry> parse(byte[] content) throws WrongKeysException {
        KeysYaml yaml;
        try {
            yaml = YAML.readValue(content);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new WrongKeysException("it is no YAML of keys, each with name, sha256, namespace, serviceAccount and"
                    + " perhaps expires" + (line > 0 ? " (line " + line + ")" : ""));
        } catch (IOException e) {
            throw new WrongKeysException("it is not text in UTF-8");
        }
        if (yaml == null || yaml.keys() == null) {
            throw new WrongKeysException("it has no list of keys");
        }
        List<KeyEntry> entries = new ArrayList<>();
        Set<String> hashes = new HashSet<>();
        for (KeyYaml key : yaml.keys()) {
            if (key == null || key.name() == null || key.name().isBlank()) {
                throw new WrongKeysException("a key has no name");
            }
            require(hashes.add(key.sha256()), key, "another key has the same sha256");
            entries.add(entry(key));
        }
        return List.copyOf(entries);
    }

    /**
     * The text with a further entry. What stood in it stays as it was written, comments too, where the entry can be put
     * behind it; else the same entries are written anew.
     */
    static String with(String text, KeyEntry entry) throws WrongKeysException {
        List<KeyEntry> entries = new ArrayList<>(parse(text.getBytes(StandardCharsets.UTF_8)));
        entries.add(entry);
        Matcher first = FIRST_ENTRY.matcher(text);
        String appended = text
                + (text.isEmpty() || text.endsWith("\n") ? "" : "\n")
                + block(entry, first.find() ? first.group(1) : INDENTATION);
        return says(appended, entries) ? appended : of(entries);
    }

    /**
     * The text without the entry of a name. The others stay as they were written where that one stands in lines of its
     * own; else they are written anew.
     */
    static String without(String text, String name) throws WrongKeysException {
        List<KeyEntry> entries = new ArrayList<>(parse(text.getBytes(StandardCharsets.UTF_8)));
        entries.removeIf(entry -> entry.name().equals(name));
        Matcher first = FIRST_ENTRY.matcher(text);
        String indentation = first.find() ? first.group(1) : INDENTATION;
        // Its first line, and those that are indented further.
        return Pattern.compile("(?m)^" + indentation + "- .*\\R?(?:^" + indentation + " .*\\R?)*")
                .matcher(text)
                .results()
                .map(item -> text.substring(0, item.start()) + text.substring(item.end()))
                .filter(cut -> says(cut, entries))
                .findFirst()
                .orElseGet(() -> of(entries));
    }

    /** One entry as it stands in the list. */
    static String item(KeyEntry entry) {
        return block(entry, INDENTATION);
    }

    /** A whole file. */
    static String of(List<KeyEntry> entries) {
        return entries.isEmpty()
                ? "keys: []\n"
                : entries.stream()
                        .map(entry -> block(entry, INDENTATION))
                        .collect(Collectors.joining("", "keys:\n", ""));
    }

    private static boolean says(String text, List<KeyEntry> entries) {
        try {
            return parse(text.getBytes(StandardCharsets.UTF_8)).equals(entries);
        } catch (WrongKeysException e) {
            return false;
        }
    }

    private static String block(KeyEntry entry, String indentation) {
        String inner = indentation + "  ";
        return indentation + "- name: " + quoted(entry.name()) + "\n"
                + inner + "sha256: " + quoted(entry.sha256()) + "\n"
                + inner + "namespace: " + quoted(entry.namespace()) + "\n"
                + inner + "serviceAccount: " + quoted(entry.serviceAccount()) + "\n"
                + entry.expires()
                        .map(end -> inner + "expires: " + quoted(end.toString()) + "\n")
                        .orElse("");
    }

    /** Between quotes, no YAML reader takes a name or a hash for a number, a date or a truth value. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static KeyEntry entry(KeyYaml key) throws WrongKeysException {
        require(fits(SHA_256, key.sha256()), key, "sha256 must be the 64 lowercase hex digits of the key's SHA-256");
        require(fits(KeyEntry.NAMESPACE, key.namespace()), key, "namespace must be the name of a namespace");
        require(
                fits(KeyEntry.SERVICE_ACCOUNT, key.serviceAccount()),
                key,
                "serviceAccount must be the name of a ServiceAccount");
        return new KeyEntry(key.name(), key.sha256(), key.namespace(), key.serviceAccount(), expires(key));
    }

    private static Optional<Instant> expires(KeyYaml key) throws WrongKeysException {
        if (key.expires() == null) {
            return Optional.empty();
        }
        try {
            // A field that is there and says nothing was meant to say something, and not: for ever.
            return Optional.of(Instant.parse(key.expires().asText()));
        } catch (DateTimeException e) {
            throw new WrongKeysException(
                    "key " + key.name() + ": expires must be a time as RFC 3339 has it, such as 2030-01-31T00:00:00Z");
        }
    }

    private static void require(boolean fits, KeyYaml key, String otherwise) throws WrongKeysException {
        if (!fits) {
            throw new WrongKeysException("key " + key.name() + ": " + otherwise);
        }
    }

    private static boolean fits(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }
}
