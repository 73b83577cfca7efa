/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.testing.Helm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartNamesTest {

    /** As long as helm lets a release's name be. */
    private static final String LONG = "a-release-with-a-name-as-long-as-helm-lets-a-name-be1";

    /** Kinds whose names may be longer, and are no labels. */
    private static final Set<String> RIGHTS = Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");

    private static final List<String> ALL = List.of(
            "--values",
            Helm.CHART.resolve("ci/everything-values.yaml").toString(),
            "--set",
            "nameOverride=,crds.install=false,extraObjects=null,operator.serviceAccount.name=,facade.serviceAccount.name=");

    @TempDir
    private Path folder;

    @Test
    void fitIntoALabel() {
        assertThat(objects("team-a", LONG))
                .hasSizeGreaterThan(30)
                .filteredOn(object -> !RIGHTS.contains(Chart.kind(object)))
                .allSatisfy(object -> assertThat(Chart.name(object)).hasSizeLessThanOrEqualTo(63));
    }

    @Test
    void differWhereLongNamesDifferOnlyAtTheirEnds() {
        Set<String> one = identities(objects("team-a", LONG));
        Set<String> other = identities(objects("team-a", LONG.substring(0, LONG.length() - 1) + "2"));

        assertThat(one).doesNotContainAnyElementsOf(other);
    }

    @Test
    void ofReleasesInOneNamespaceDiffer() {
        assertThat(identities(objects("team-a", "one")))
                .doesNotContainAnyElementsOf(identities(objects("team-a", "two")));
    }

    @Test
    void ofReleasesInSeveralNamespacesDifferToo() {
        // With a hyphen between namespace and name, these two would be the same.
        assertThat(identities(objects("a", "b-opencomputer-operator")))
                .doesNotContainAnyElementsOf(identities(objects("a-b", "opencomputer-operator")));
    }

    @Test
    void selectorsHoldNothingThatAnUpgradeOrAValueChanges() {
        Set<String> selectors = objects("team-a", "one").stream()
                .filter(object -> Chart.kind(object).equals("Deployment"))
                .flatMap(object -> names(object.at("/spec/selector/matchLabels")).stream())
                .collect(Collectors.toSet());

        assertThat(selectors)
                .containsExactlyInAnyOrder(
                        "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component");
    }

    @Test
    void podsAreNotExchangedForAnotherVersionOfTheChartAlone() {
        assertThat(objects("team-a", "one"))
                .filteredOn(object -> Chart.kind(object).equals("Deployment"))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(names(object.at("/spec/template/metadata/labels")))
                        .doesNotContain("helm.sh/chart", "app.kubernetes.io/version"));
    }

    private List<ObjectNode> objects(String namespace, String release) {
        List<String> arguments =
                new ArrayList<>(List.of("template", release, Helm.CHART.toString(), "--namespace", namespace));
        arguments.addAll(ALL);
        return Chart.objects(Helm.offline(folder).run(arguments).orThrow());
    }

    /** Objects apart from the accounts of callers, which the values name. */
    private static Set<String> identities(List<ObjectNode> objects) {
        return objects.stream()
                .filter(object -> !Chart.name(object).equals("opencomputer-agents"))
                .map(object -> Chart.kind(object) + " "
                        + object.path("metadata").path("namespace").asText() + "/" + Chart.name(object))
                .collect(Collectors.toSet());
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
