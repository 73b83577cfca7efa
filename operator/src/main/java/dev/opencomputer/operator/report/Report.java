/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.opencomputer.operator.api.Names;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a cluster says about an installation: versions, objects and their conditions, Events, pods, logs, metrics. */
public final class Report {

    /** What the operator's Events name as their reporter. */
    private static final String OUR_EVENTS = "fieldSelector=reportingComponent%3Dopencomputer.dev/operator";

    private static final Duration METRICS_TIME_OUT = Duration.ofSeconds(10);

    private static final String ABOUT = """
            A report about an installation of opencomputer-operator.

            summary.txt        what there is, and what could not be read
            versions.yaml      of the program, the API server, and the CRDs
            agents.yaml        the Agents, agentsecrets.yaml the AgentSecrets: without values of environment
                               variables, prompts, entrypoints, display names and sealed values
            events.yaml        the operator's Events
            installation/      its Deployments, pods and the Events about them, its Leases, its policy, and the ids of
                               the public sealing keys; of containers and volumes that are not its own little more
                               than names
            logs/              the last lines that its containers logged, and of those that started again also the
                               last ones from before
            metrics/           its metrics

            No Secret was read. Names of objects, namespaces, hosts and keys are in it: look through it before you
            pass it on.
            """;

    private final Cluster cluster;
    private final ReportOptions options;

    /**
     * Reads nothing yet.
     *
     * @param client whose rights decide what can be in the report; it reads no Secret
     * @param options what to cover
     */
    public Report(KubernetesClient client, ReportOptions options) {
        this.cluster = new Cluster(client);
        this.options = options;
    }

    /**
     * Collects all and writes it. What may not be read, or does not answer, is missing and named in the summary.
     *
     * @param file the zip file, which is there when it is whole, and otherwise not at all
     * @return the summary, as it stands in the file too
     * @throws FileAlreadyExistsException when there is a file of that name
     * @throws IOException when it cannot be written
     */
    public String writeTo(Path file) throws IOException {
        try (Bundle bundle = new Bundle(file)) {
            bundle.add("ABOUT.txt", ABOUT);
            addVersions(bundle);
            CustomObjects objects = new CustomObjects(cluster, options.namespaces());
            Map<String, Long> agents = objects.addTo(bundle, "agents");
            Map<String, Long> secrets = objects.addTo(bundle, "agentsecrets");
            addEvents(bundle);
            new Installation(cluster, options.operatorNamespace(), options.logLines()).addTo(bundle);
            addMetrics(bundle);
            String summary = options.version() + " about the cluster at " + cluster.url() + "\n"
                    + counted("Agents", agents) + counted("AgentSecrets", secrets)
                    + bundle.missing().stream()
                            .map(sentence -> "Missing: " + sentence + "\n")
                            .collect(Collectors.joining());
            bundle.add("summary.txt", summary);
            bundle.complete();
            return summary;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void addVersions(Bundle bundle) {
        ObjectNode versions = JsonNodeFactory.instance.objectNode();
        versions.put("program", options.version());
        versions.put("java", Runtime.version().toString());
        try {
            versions.set("kubernetes", cluster.json("/version", "The API server's version"));
        } catch (NotReadableException e) {
            bundle.missing(e.getMessage());
        }
        ObjectNode definitions = versions.putObject("customResourceDefinitions");
        for (String name : List.of("agents." + Names.GROUP, "agentsecrets." + Names.GROUP)) {
            try {
                JsonNode definition = cluster.json(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name, "The CRD " + name);
                ObjectNode shown = definitions.putObject(name);
                shown.set("labels", definition.path("metadata").path("labels"));
                shown.set("storedVersions", definition.path("status").path("storedVersions"));
                shown.set("conditions", definition.path("status").path("conditions"));
            } catch (NotReadableException e) {
                bundle.missing(e.getMessage());
            }
        }
        bundle.add("versions.yaml", List.of(versions));
    }

    private void addEvents(Bundle bundle) {
        bundle.add("events.yaml", cluster.list("/api/v1", "events", options.namespaces(), OUR_EVENTS, bundle::missing));
    }

    private void addMetrics(Bundle bundle) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(METRICS_TIME_OUT).build();
        int number = 0;
        for (URI url : options.metricsUrls()) {
            number++;
            String missing = "The metrics at " + url + " could not be read: ";
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(url).timeout(METRICS_TIME_OUT).build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    bundle.add("metrics/" + number + ".txt", answer.body());
                } else {
                    bundle.missing(missing + "the answer was " + answer.statusCode() + ".");
                }
            } catch (IOException e) {
                bundle.missing(missing + "nothing answers there.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                bundle.missing(missing + "the program was stopped.");
                return;
            }
        }
    }

    private static String counted(String kind, Map<String, Long> byState) {
        long all = byState.values().stream().mapToLong(Long::longValue).sum();
        return kind + ": " + all
                + (all == 0
                        ? ""
                        : byState.entrySet().stream()
                                .map(state -> state.getKey() + " " + state.getValue())
                                .collect(Collectors.joining(", ", " (", ")")))
                + "\n";
    }
}
