/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.opencomputer.operator.facade.document.ContractDocument.Operation;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OpenApiDocumentTest {

    private static final ContractDocument DOCUMENT = ContractDocument.ours();

    @Test
    void theDocumentIsValidOpenApi31() {
        Schema openApi = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemaIdResolvers(resolvers ->
                                resolvers.mapPrefix("https://spec.openapis.org", "classpath:spec.openapis.org")))
                .getSchema(SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"));

        assertThat(openApi.validate(DOCUMENT.root())).isEmpty();
        assertThat(openApi.validate(Json.MAPPER.createObjectNode().put("openapi", "3.1.0")))
                .as("what this test says of another document")
                .isNotEmpty();
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsReferredTo() {
        TreeSet<String> referred = new TreeSet<>();
        DOCUMENT.root().findValuesAsText("$ref").forEach(reference -> {
            assertThat(DOCUMENT.root().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
            referred.add(reference.substring(1));
        });
        List<String> components = new ArrayList<>();
        DOCUMENT.root()
                .path("components")
                .properties()
                .forEach(kind -> kind.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> components.add("/components/" + kind.getKey() + "/" + name)));
        components.removeIf(name -> name.startsWith("/components/securitySchemes/"));
        // There is no operation that this could be the answer of; the description tells of it.
        components.remove("/components/responses/MethodNotAllowed");
        components.remove("/components/headers/Allow");

        assertThat(referred).containsAll(components);
    }

    @TestFactory
    Stream<DynamicTest> everyExampleFitsItsSchema() {
        List<DynamicTest> tests = new ArrayList<>();
        collect(DOCUMENT.root(), "", tests);
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    private static void collect(JsonNode node, String pointer, List<DynamicTest> tests) {
        if (node.path("schema").isObject() && node.path("examples").isObject()) {
            node.path("examples").properties().forEach(entry -> {
                JsonNode example = DOCUMENT.resolved(entry.getValue()).path("value");
                tests.add(DynamicTest.dynamicTest(
                        pointer + " " + entry.getKey(),
                        () -> assertThat(DOCUMENT.errors(pointer + "/schema", example))
                                .isEmpty()));
            });
        }
        node.properties()
                .forEach(entry -> collect(
                        entry.getValue(),
                        pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                        tests));
    }

    @Test
    void theVersionIsTheProgramsAndJsonSaysWhatYamlSays() throws IOException {
        OpenApiDocument document = new OpenApiDocument("1.2.3");

        JsonNode json = Json.MAPPER.readTree(document.json().content());
        assertThat(json).isEqualTo(new YAMLMapper().readTree(document.yaml().content()));
        assertThat(json.path("info").path("version").asText()).isEqualTo("1.2.3");
    }

    @Test
    void whatNeedsACallerCanBeRefusedAndWhatTakesABodyCanBeToo() {
        assertThat(DOCUMENT.operations()).hasSize(10).allSatisfy(operation -> {
            List<String> statuses = statuses(operation);
            if (!operation.node().has("security")) {
                assertThat(statuses).contains("400", "401", "403", "406", "429", "500", "503");
            }
            assertThat(statuses.contains("413")).isEqualTo(operation.node().has("requestBody"));
            assertThat(statuses.contains("415")).isEqualTo(operation.node().has("requestBody"));
            assertThat(operation.node().path("operationId").asText()).isNotEmpty();
        });
    }

    private static List<String> statuses(Operation operation) {
        List<String> statuses = new ArrayList<>();
        operation.node().path("responses").fieldNames().forEachRemaining(statuses::add);
        return statuses;
    }
}
