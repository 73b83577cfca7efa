/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.testing.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart never grants, whatever the values say. */
class ChartRightsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#variants")
    void nothingIsGrantedByAWildcard(Path variant) {
        assertThat(rules(roles(render(variant))))
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.toString()).doesNotContain("\"*\""));
    }

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#variants")
    void nobodyMayActAsOthersButByName(Path variant) {
        assertThat(rules(roles(render(variant)))
                        .filter(rule -> texts(rule, "verbs").contains("impersonate")))
                .allSatisfy(rule -> {
                    assertThat(texts(rule, "resources")).containsExactly("serviceaccounts");
                    assertThat(texts(rule, "resourceNames")).isNotEmpty();
                });
    }

    @ParameterizedTest
    @MethodSource("dev.opencomputer.operator.chart.Chart#variants")
    void onlyTheOperatorMayDoAnythingWithSecrets(Path variant) {
        assertThat(roles(render(variant))
                        .filter(role -> rules(Stream.of(role))
                                .anyMatch(rule -> texts(rule, "resources").contains("secrets"))))
                .isNotEmpty()
                .allSatisfy(role -> assertThat(component(role)).isEqualTo("operator"));
    }

    @Test
    void withAListOfNamespacesSecretsAreReadThereAlone() {
        List<ObjectNode> objects = render(Helm.CHART.resolve("ci/namespaced-values.yaml"));

        assertThat(roles(objects)
                        .filter(role -> rules(Stream.of(role))
                                .anyMatch(rule -> texts(rule, "resources").contains("secrets")))
                        .map(role -> Chart.kind(role) + " in "
                                + role.at("/metadata/namespace").asText()))
                .containsExactlyInAnyOrder("Role in team-a", "Role in team-b", "Role in " + Chart.NAMESPACE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"namespaces\": [\"team-a\"]} | true",
                "{\"namespaces\": []} | true",
                "{\"hosts\": []} | false",
                "{} | false"
            })
    void copiesMayBeDeletedWhileThePolicySpeaksOfNamespaces(String connections, boolean granted) {
        List<String> arguments = new ArrayList<>(Chart.MINIMAL);
        arguments.addAll(List.of("--set-json", "policy.connections=" + connections));

        assertThat(rules(roles(new Chart(folder).objects(arguments)))
                        .filter(rule -> texts(rule, "resources").contains("secrets"))
                        .anyMatch(rule -> texts(rule, "verbs").contains("delete")))
                .isEqualTo(granted);
    }

    @Test
    void withAListOfNamespacesNothingIsGrantedTwice() {
        List<Right> rights = Right.granted(render(Helm.CHART.resolve("ci/namespaced-values.yaml")).stream()
                .filter(object -> object.path("apiVersion").asText().startsWith("rbac."))
                .map(object -> Serialization.unmarshal(object.toString(), HasMetadata.class))
                .toList());

        assertThat(rights)
                .isNotEmpty()
                .allSatisfy(right -> assertThat(rights.stream().filter(other -> right.isWithin(other)))
                        .containsExactly(right));
    }

    @Test
    void onlyTheOperatorMayChangeAStatus() {
        Set<String> statuses = Set.of("agents/status", "agentsecrets/status");

        assertThat(roles(render(Helm.CHART.resolve("ci/everything-values.yaml")))
                        .filter(role -> rules(Stream.of(role))
                                .anyMatch(rule ->
                                        texts(rule, "resources").stream().anyMatch(statuses::contains))))
                .singleElement()
                .satisfies(role -> assertThat(component(role)).isEqualTo("operator"));
    }

    private List<ObjectNode> render(Path variant) {
        return Chart.objects(new Chart(folder).render(variant));
    }

    private static Stream<ObjectNode> roles(List<ObjectNode> objects) {
        return objects.stream().filter(object -> Set.of("Role", "ClusterRole").contains(Chart.kind(object)));
    }

    private static Stream<JsonNode> rules(Stream<ObjectNode> roles) {
        return roles.flatMap(role -> StreamSupport.stream(role.path("rules").spliterator(), false));
    }

    private static List<String> texts(JsonNode rule, String field) {
        List<String> texts = new ArrayList<>();
        rule.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String component(JsonNode object) {
        return object.path("metadata")
                .path("labels")
                .path("app.kubernetes.io/component")
                .asText();
    }
}
