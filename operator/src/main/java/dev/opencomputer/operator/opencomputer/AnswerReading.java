/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.opencomputer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.opencomputer.operator.wire.Json;
import dev.opencomputer.operator.wire.SecretEntryJson;
import dev.opencomputer.operator.wire.StoreJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads good answers of both dialects, each within its bound, and refuses whatever could be taken for a right one. */
final class AnswerReading {

    private static final int PEEK = 64;

    /** For a value with others behind it. */
    private static final ObjectReader ITEMS =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** How much longer a list of agents may be than other lists: of its items next to nothing is kept. */
    private static final int MORE_FOR_AGENTS = 8;

    private final long bound;
    private final JsonFactory single;
    private final JsonFactory list;
    private final JsonFactory agents;

    AnswerReading(ClientOptions options) {
        this.single = upTo(options.maxAnswerBytes());
        this.bound = options.maxAnswerBytes();
        this.list = upTo(options.maxListBytes());
        this.agents = upTo(MORE_FOR_AGENTS * options.maxListBytes());
    }

    private static JsonFactory upTo(long bytes) {
        StreamReadConstraints bound =
                StreamReadConstraints.builder().maxDocumentLength(bytes).build();
        return Json.MAPPER.getFactory().rebuild().streamReadConstraints(bound).build();
    }

    private static <T> T read(JsonFactory bounded, InputStream body, Class<T> type) throws IOException {
        return Json.MAPPER.readValue(bounded.createParser(body), type);
    }

    /**
     * What is wrong with an answer, the end of "the server answered 200 with ...".
     *
     * @throws IOException when it was the connection that broke off: Jackson wraps that as if the JSON were wrong
     */
    static String problemOf(JsonProcessingException wrong) throws IOException {
        for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException) {
                return "more than this client reads";
            }
            if (cause instanceof JsonParseException) {
                return "what is no JSON";
            }
            if (cause instanceof IOException broken && !(cause instanceof JsonProcessingException)) {
                throw broken;
            }
        }
        return "other JSON than expected, or none";
    }

    /** Whether the body begins like HTML, as a wrong URL's does; looks only at its first bytes and leaves them there. */
    static boolean isWebPage(BufferedInputStream body) throws IOException {
        body.mark(PEEK);
        int next = body.read();
        for (int i = 1;
                i < PEEK && next >= 0 && (Character.isWhitespace(next) || next == 0xEF || next == 0xBB || next == 0xBF);
                i++) {
            next = body.read();
        }
        body.reset();
        return next == '<';
    }

    SecretStore store(InputStream body) throws IOException {
        return store(present(read(single, body, StoreJson.class)));
    }

    /** Self-hosted servers write an empty list as {@code null}. */
    List<SecretStore> stores(InputStream body) throws IOException {
        StoreJson[] answer = read(list, body, StoreJson[].class);
        List<SecretStore> stores = new ArrayList<>();
        for (StoreJson store : answer == null ? new StoreJson[0] : answer) {
            stores.add(store(present(store)));
        }
        return List.copyOf(stores);
    }

    List<StoredKey> keys(InputStream body) throws IOException {
        SecretEntryJson[] answer = read(list, body, SecretEntryJson[].class);
        List<StoredKey> keys = new ArrayList<>();
        for (SecretEntryJson entry : answer == null ? new SecretEntryJson[0] : answer) {
            keys.add(new StoredKey(
                    named(present(entry).name(), "a key without a name"),
                    entry.allowedHosts(),
                    time(entry.updatedAt())));
        }
        return List.copyOf(keys);
    }

    AgentRecord agent(InputStream body) throws IOException {
        return AgentReading.agent(present(read(single, body, JsonNode.class)))
                .orElseThrow(() -> new NotAsAgreedException("an agent whose id is no DNS label"));
    }

    /** Reads one agent after the other, so that a list of many long ones needs the memory of one. */
    List<ListedAgent> agents(InputStream body) throws IOException {
        ItemBound items = new ItemBound(body, bound);
        List<ListedAgent> listed = null;
        try (JsonParser json = agents.createParser(items)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw otherJson();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                if (!json.currentName().equals("agents")) {
                    json.nextToken();
                    json.skipChildren();
                } else {
                    listed = list(json, items);
                }
            }
            if (json.nextToken() != null) {
                throw otherJson();
            }
        }
        // An absent list is no empty one, since what is not in a list counts as gone.
        if (listed == null) {
            throw otherJson();
        }
        return listed;
    }

    private static List<ListedAgent> list(JsonParser json, ItemBound items) throws IOException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (first != JsonToken.START_ARRAY) {
            throw otherJson();
        }
        List<ListedAgent> listed = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonNode agent = ITEMS.readTree(json);
            items.next();
            AgentReading.agent(agent).map(ListedAgent::of).ifPresent(listed::add);
        }
        return List.copyOf(listed);
    }

    private static NotAsAgreedException otherJson() {
        return new NotAsAgreedException("other JSON than expected, or none");
    }

    /** Anything that is a JSON object. */
    Void object(InputStream body) throws IOException {
        JsonNode tree = read(single, body, JsonNode.class);
        if (tree == null || !tree.isObject()) {
            throw otherJson();
        }
        return null;
    }

    private static SecretStore store(StoreJson answer) throws NotAsAgreedException {
        try {
            return new SecretStore(
                    new StoreId(named(answer.id(), "a store without an id")),
                    named(answer.name(), "a store without a name"),
                    answer.egressAllowlist(),
                    Optional.ofNullable(answer.orgId()));
        } catch (IllegalArgumentException notAnId) {
            throw new NotAsAgreedException("a store whose id cannot stand in a path");
        }
    }

    private static <T> T present(T answer) throws NotAsAgreedException {
        if (answer == null) {
            throw new NotAsAgreedException("null where something was expected");
        }
        return answer;
    }

    private static String named(String name, String otherwise) throws NotAsAgreedException {
        if (name == null || name.isEmpty()) {
            throw new NotAsAgreedException(otherwise);
        }
        return name;
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
