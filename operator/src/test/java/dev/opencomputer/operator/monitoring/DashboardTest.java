/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DashboardTest {

    private static final int COLUMNS = 24;

    /** A metric, and what it is selected by. */
    private static final Pattern SELECTION =
            Pattern.compile("\\b(?:ALERTS|(?:opencomputer|jvm|process)_\\w+)(\\{[^}]*\\})?");

    @Test
    void everyMetricIsThatOfTheChosenNamespaces() throws IOException {
        List<String> selections = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                SELECTION
                        .matcher(target.path("expr").asText())
                        .results()
                        .forEach(selection -> selections.add(selection.group()));
            }
        }

        assertThat(selections)
                .hasSizeGreaterThan(panels().size())
                .allSatisfy(selection -> assertThat(selection).contains("namespace=~\"$namespace"));
    }

    @Test
    void noPanelCoversAnother() throws IOException {
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : panels()) {
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    int column = place.path("x").asInt() + x;
                    assertThat(column).isLessThan(COLUMNS);
                    assertThat(taken.add(column + " " + (place.path("y").asInt() + y)))
                            .as("%s has its place for itself", panel.path("title"))
                            .isTrue();
                }
            }
        }
    }

    private static JsonNode panels() throws IOException {
        return new ObjectMapper().readTree(DashboardIT.DASHBOARD.toFile()).path("panels");
    }
}
