/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionsTest {

    private final CustomResourceDefinition agent =
            CustomResourceDefinitions.all().get(0);
    private final CustomResourceDefinition agentSecret =
            CustomResourceDefinitions.all().get(1);

    @Test
    void columnsStandInTheOrderInWhichPeopleLookForThem() {
        assertThat(columns(agent))
                .extracting("name")
                .containsExactly("ID", "READY", "REASON", "SNAPSHOT", "KEYS", "KEYS-IN-SYNC", "AGE");
        assertThat(columns(agentSecret))
                .extracting("name")
                .containsExactly(
                        "AGENT", "KEY", "READY", "REASON", "SOURCE", "SEALING-KEY", "VALUE-AGE", "MAX-AGE", "AGE");
    }

    @Test
    void writesNothingThatTheApiServerWouldAnswerInAnotherForm() {
        assertThat(CustomResourceDefinitions.yaml(agent))
                .contains("minimum: 1\n", "maximum: 2147483647\n", "priority: 1\n")
                .doesNotContain("minimum: 1.0", "E9", "priority: 0");
    }

    @Test
    void bothKindsAnswerToShortNamesAndTheCategory() {
        assertThat(agent.getSpec().getNames().getShortNames()).containsExactly("oca");
        assertThat(agentSecret.getSpec().getNames().getShortNames()).containsExactly("ocs");
        assertThat(CustomResourceDefinitions.all())
                .allSatisfy(
                        definition -> assertThat(definition.getSpec().getNames().getCategories())
                                .containsExactly("opencomputer"));
    }

    private static List<CustomResourceColumnDefinition> columns(CustomResourceDefinition definition) {
        return definition.getSpec().getVersions().get(0).getAdditionalPrinterColumns();
    }
}
