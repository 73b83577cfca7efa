/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.facade.document.ContractDocument;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values by the document's schemas, values that are nearly so, and texts that are hardly JSON at all. */
final class GeneratedJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ContractDocument DOCUMENT = ContractDocument.ours();

    private static final String ANYTHING_BUT_NUL = "^[^\\u0000]*$";

    /** For each pattern of the document, texts that fit it. */
    private static final Map<String, List<String>> FITTING = Map.of(
            "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", GeneratedTexts.IDS,
            "^[A-Za-z_][A-Za-z0-9_]{0,255}$", GeneratedTexts.KEYS);

    private final Random random;
    private final GeneratedTexts texts;

    GeneratedJson(Random random) {
        this.random = random;
        this.texts = new GeneratedTexts(random);
    }

    /** A value that fits a schema. */
    JsonNode fitting(JsonNode reference) {
        JsonNode schema = DOCUMENT.resolved(reference);
        JsonNode type = schema.path("type");
        boolean nullable = type.isArray();
        if (nullable && chance(8)) {
            return JSON.nullNode();
        }
        return switch (nullable ? type.get(0).asText() : type.asText()) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer" -> JSON.numberNode(integer(schema));
            case "string" -> JSON.textNode(text(schema));
            default -> throw new IllegalStateException("No values for " + schema);
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(entry -> {
            if (required.contains(entry.getKey()) || chance(2)) {
                object.set(entry.getKey(), fitting(entry.getValue()));
            }
        });
        if (schema.path("additionalProperties").isObject()) {
            for (int left = random.nextInt(4); left > 0; left--) {
                object.set(texts.oneOf(GeneratedTexts.KEYS), fitting(schema.path("additionalProperties")));
            }
        }
        // What excludes each other: mostly one of the two.
        if (object.has("entrypoint") && object.has("agent_config") && !chance(10)) {
            object.remove(random.nextBoolean() ? "entrypoint" : "agent_config");
        }
        if (object.has("core") && object.has("config") && !chance(10)) {
            object.remove(random.nextBoolean() ? "core" : "config");
        }
        return object;
    }

    private ArrayNode array(JsonNode schema) {
        ArrayNode array = JSON.arrayNode();
        for (int left = random.nextInt(4); left > 0; left--) {
            array.add(fitting(schema.path("items")));
        }
        return array;
    }

    private long integer(JsonNode schema) {
        long minimum = schema.path("minimum").asLong();
        long maximum = schema.path("maximum").asLong();
        return switch (random.nextInt(4)) {
            case 0 -> minimum;
            case 1 -> maximum;
            default -> minimum + random.nextInt(9000);
        };
    }

    private String text(JsonNode schema) {
        String pattern = schema.path("pattern").asText();
        if (FITTING.containsKey(pattern)) {
            return texts.oneOf(FITTING.get(pattern));
        }
        if (!pattern.isEmpty() && !pattern.equals(ANYTHING_BUT_NUL)) {
            return texts.oneOf(GeneratedTexts.HOSTS);
        }
        int longest = schema.path("maxLength").asInt(1000);
        return chance(40) ? texts.ofLength(longest) : texts.ofLength(1 + random.nextInt(Math.min(longest, 30)));
    }

    /** The same value with one thing in it that is different, and often wrong. */
    JsonNode mutated(JsonNode value) {
        if (value instanceof ObjectNode object && !object.isEmpty() && !chance(5)) {
            ObjectNode copy = object.deepCopy();
            List<String> names = new ArrayList<>();
            copy.fieldNames().forEachRemaining(names::add);
            String name = texts.oneOf(names);
            switch (random.nextInt(6)) {
                case 0 -> copy.remove(name);
                case 1 -> copy.set(texts.oneOf(GeneratedTexts.STRANGE), copy.get(name));
                case 2 -> copy.set(name, strange());
                default -> copy.set(name, mutated(copy.get(name)));
            }
            return copy;
        }
        if (value instanceof ArrayNode array && !array.isEmpty() && !chance(4)) {
            ArrayNode copy = array.deepCopy();
            int index = random.nextInt(copy.size());
            if (random.nextBoolean()) {
                copy.add(copy.get(index));
            } else {
                copy.set(index, mutated(copy.get(index)));
            }
            return copy;
        }
        return strange();
    }

    /** Any value at all. */
    private JsonNode strange() {
        return switch (random.nextInt(14)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(1.5);
            case 3 -> JSON.numberNode(-1);
            case 4 -> JSON.numberNode(1L << 31);
            case 5 -> JSON.numberNode(BigInteger.TEN.pow(50));
            case 6 -> JSON.objectNode();
            case 7 -> JSON.arrayNode();
            case 8 -> JSON.objectNode().set(texts.oneOf(GeneratedTexts.STRANGE), JSON.textNode("x"));
            case 9 -> JSON.arrayNode().add(JSON.nullNode());
            case 10 -> JSON.textNode("");
            case 11 -> JSON.textNode(texts.ofLength(chance(10) ? 131_073 : 257));
            case 12 -> JSON.numberNode(0);
            default -> JSON.textNode(texts.oneOf(GeneratedTexts.STRANGE));
        };
    }

    /** Bytes that have something of a body. */
    byte[] broken(JsonNode value) {
        String text = value.toString();
        String other = switch (random.nextInt(16)) {
            case 0 -> "";
            case 1 -> " \t\r\n ";
            case 2 -> text.substring(0, random.nextInt(text.length()));
            case 3 -> text + "{}";
            case 4 -> "[" + text + "]";
            case 5 -> text.replaceFirst("\\{", "{\"id\":\"b\",\"id\":\"c\",\"value\":\"1\",\"value\":\"2\",");
            case 6 -> "{\"config\":".repeat(2000) + "1" + "}".repeat(2000);
            case 7 -> "[".repeat(100_000);
            case 8 -> text.replace('"', '\'');
            case 9 -> text.replaceFirst("\\{", "{\"id\":NaN,");
            case 10 -> text.replaceFirst("\\{", "{\"config\":{\"idle_timeout_s\":" + "9".repeat(2000) + "},");
            case 11 -> text.replaceFirst("\\{", "{\"config\":{\"idle_timeout_s\":1e999999999},");
            case 12 -> text.replaceFirst("\\{", "{/* why */");
            case 13 -> text.replaceFirst("\\{", "{\"display_name\":\"\\\\ud800\",\"value\":\"\\\\udfff\",");
            case 14 -> "\uFEFF" + text;
            default -> "{\"value\":\"" + "x".repeat(chance(4) ? 1_100_000 : 140_000) + "\"}";
        };
        return switch (random.nextInt(8)) {
            case 0 -> other.getBytes(StandardCharsets.UTF_16);
            case 1 -> spoilt(other.getBytes(StandardCharsets.UTF_8));
            default -> other.getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] spoilt(byte[] bytes) {
        for (int left = Math.min(bytes.length, 3); left > 0; left--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }
}
