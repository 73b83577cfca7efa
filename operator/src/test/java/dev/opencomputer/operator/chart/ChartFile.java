/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.testing.Helm;
import java.io.IOException;

/** The chart's Chart.yaml. */
final class ChartFile {

    private ChartFile() {}

    /** One of its entries. */
    static String read(String entry) throws IOException {
        return new YAMLMapper()
                .readTree(Helm.CHART.resolve("Chart.yaml").toFile())
                .path(entry)
                .asText();
    }
}
