/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The CRDs of this version, as the build generated them from the types of this package. */
public final class CustomResourceDefinitions {

    private static final List<Class<? extends CustomResource<?, ?>>> KINDS = List.of(Agent.class, AgentSecret.class);
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private CustomResourceDefinitions() {}

    /**
     * The CRD of every kind, in the order in which they should be read.
     *
     * @throws IllegalStateException when the program was built without them
     */
    public static List<CustomResourceDefinition> all() {
        return KINDS.stream().map(CustomResourceDefinitions::generated).toList();
    }

    /**
     * The CRD as a YAML document that begins with {@code ---}. Whole numbers are written as such: kubectl and GitOps
     * tools compare texts, and would take {@code 1.0} for a change of the {@code 1} that the API server answers.
     */
    public static String yaml(CustomResourceDefinition definition) {
        return SERIALIZATION.asYaml(wholeNumbers(SERIALIZATION.convertValue(definition, JsonNode.class)));
    }

    private static JsonNode wholeNumbers(JsonNode node) {
        if (node.isDouble() && node.canConvertToExactIntegral()) {
            return LongNode.valueOf(node.longValue());
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(property -> property.setValue(wholeNumbers(property.getValue())));
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, wholeNumbers(array.get(i)));
            }
        }
        return node;
    }

    private static CustomResourceDefinition generated(Class<? extends CustomResource<?, ?>> kind) {
        String resource = "/META-INF/fabric8/" + CustomResource.getCRDName(kind) + "-v1.yml";
        try (InputStream stream = CustomResourceDefinitions.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not in this program: build it with mvn package");
            }
            CustomResourceDefinition definition = SERIALIZATION.unmarshal(stream, CustomResourceDefinition.class);
            tidyColumns(definition, kind);
            return definition;
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " could not be read", e);
        }
    }

    /**
     * The generator sorts columns by path; people want the ones that they look for first where the type has them. It
     * also writes the priority 0, which the API server drops, and GitOps tools would see as a difference for ever.
     */
    private static void tidyColumns(CustomResourceDefinition definition, Class<?> kind) {
        List<String> names = Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        definition.getSpec().getVersions().forEach(version -> {
            List<CustomResourceColumnDefinition> columns = version.getAdditionalPrinterColumns();
            columns.sort(Comparator.comparingInt(column -> names.indexOf(column.getName())));
            columns.stream()
                    .filter(column -> Objects.equals(column.getPriority(), 0))
                    .forEach(column -> column.setPriority(null));
        });
    }
}
