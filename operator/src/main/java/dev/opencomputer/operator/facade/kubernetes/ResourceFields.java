/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.kubernetes;

import dev.opencomputer.operator.facade.body.AgentFields;
import dev.opencomputer.operator.facade.body.Place;
import dev.opencomputer.operator.facade.body.Shape.Field;
import dev.opencomputer.operator.facade.body.Shape.Fields;
import dev.opencomputer.operator.facade.body.Shape.TextMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of fields as the API server says them, in the words of the API that was called. */
final class ResourceFields {

    private static final String SPEC = "spec";

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

    /** One step of a path: the index of a list's element or a map's key in brackets, or a name. */
    private static final Pattern STEP = Pattern.compile("\\[([^\\]]*)\\]|([^.\\[]+)");

    private static final Map<String, String> NAMES = new TreeMap<>();

    static {
        collect(AgentFields.SPEC);
        collect(AgentFields.SECRET);
    }

    private ResourceFields() {}

    /** Whether a field, as {@code spec.config.idleTimeoutSeconds}, is one that a caller can know of. */
    static boolean isOfTheApi(String field) {
        return field.equals(SPEC) || field.startsWith(SPEC + ".");
    }

    /** {@code config.idle_timeout_s} for {@code spec.config.idleTimeoutSeconds}; for what is no caller's, the body. */
    static Place place(String field) {
        Place place = Place.BODY;
        if (!isOfTheApi(field)) {
            return place;
        }
        String path = field.substring(SPEC.length());
        Optional<Fields> shape = Optional.of(path.startsWith(".allowedHosts") ? AgentFields.SECRET : AgentFields.SPEC);
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            String index = step.group(1);
            String name = index == null ? step.group(2) : index;
            Optional<Field> known = shape.flatMap(fields -> fields.byResourceName(name));
            place = index != null && isNumber(index)
                    ? place.element(Integer.parseInt(index))
                    : place.field(known.map(Field::name).orElse(name));
            if (known.isPresent() && known.get().shape() instanceof TextMap) {
                return inMap(place, path.substring(step.end()));
            }
            shape = known.map(Field::shape).filter(Fields.class::isInstance).map(Fields.class::cast);
        }
        return place;
    }

    /** What follows a map's name is one key, whatever stands in it: {@code .A.B} and {@code [A.B]} are the same. */
    private static Place inMap(Place map, String key) {
        if (key.isEmpty()) {
            return map;
        }
        return map.field(key.substring(1, key.startsWith("[") && key.endsWith("]") ? key.length() - 1 : key.length()));
    }

    /** A sentence with every field in it called by its name in the API. */
    static String renamed(String message) {
        return WORD.matcher(message)
                .replaceAll(word -> Matcher.quoteReplacement(NAMES.getOrDefault(word.group(), word.group())));
    }

    private static boolean isNumber(String text) {
        return text.length() < 10 && !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static void collect(Fields fields) {
        fields.byName().values().forEach(field -> {
            if (!field.name().equals(field.resourceName())) {
                NAMES.put(field.resourceName(), field.name());
            }
            if (field.shape() instanceof Fields inner) {
                collect(inner);
            }
        });
    }
}
