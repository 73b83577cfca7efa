/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.Readme;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.Scrape;
import dev.opencomputer.operator.testing.Scrape.Metric;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page on metrics names all that are scraped, and no others. */
@ExtendWith(ControlPlaneExtension.class)
class MetricsPageIT {

    private static final Path PAGE = Path.of("..", "docs", "metrics.md");
    private static final String BUILD = "opencomputer_build_info";
    private static final String FACADE = "opencomputer_facade_";

    @TempDir
    private Path data;

    @Test
    void thePageHasWhatIsScrapedAndNothingElse(TestCluster cluster) throws Exception {
        try (Scene scene = Scene.open(cluster, data, Dialect.LOCAL);
                RunningFacade facade = RunningFacade.start(cluster, data)) {
            scene.agents().create("resolver");
            scene.agents().awaitReady("resolver");
            Scrape operator = scrape(scene.operator().metricsUrl());
            ((HttpURLConnection) facade.url().resolve("/v1/agents").toURL().openConnection()).getResponseCode();
            URI ofFacade = facade.monitoringUrl().resolve("/metrics");
            await().until(() -> scrape(ofFacade).metrics().containsKey(FACADE + "request_duration_seconds"));

            Readme.assertTable(PAGE, "## The operator", rows(operator, MetricsPageIT::isOfTheOperator));
            Readme.assertTable(
                    PAGE,
                    "## The facade",
                    rows(scrape(ofFacade), metric -> metric.name().startsWith(FACADE)));
            Readme.assertTable(PAGE, "## Every process", rows(operator, metric -> !isOfTheOperator(metric)));
            assertThat(rows(scrape(ofFacade), metric -> !metric.name().startsWith(FACADE)))
                    .isEqualTo(rows(operator, metric -> !isOfTheOperator(metric)));
        }
    }

    private static boolean isOfTheOperator(Metric metric) {
        return metric.name().startsWith("opencomputer_") && !metric.name().equals(BUILD);
    }

    private static List<String> rows(Scrape scrape, Predicate<Metric> which) {
        return scrape.metrics().values().stream().filter(which).map(Metric::row).toList();
    }

    private static Scrape scrape(URI url) throws IOException {
        try (InputStream in = url.toURL().openStream()) {
            return Scrape.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
