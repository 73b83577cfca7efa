/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which ports a NetworkPolicy opens towards OpenComputer when the values name none. */
class ChartEgressTest {

    /** What is asked for DNS and the API server. */
    private static final List<Integer> OTHERS = List.of(53, 53, 1443);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 443",
                "{\"connections\": {\"namespaces\": [\"a\"]}} | 443",
                "{\"connections\": {\"hosts\": [\"api.example.com:8443\", \"http://oc.internal\"]}} | 443 8443 80",
                "{\"connections\": {\"hosts\": [\"http://proxy:3128\", \"[2001:db8::1]:444\", \"[2001:db8::1]\"]}} |"
                        + " 443 3128 444",
            })
    void areThoseOfTheSecretAndOfTheHostsInThePolicy(String policy, String ports) {
        assertThat(ports("--set", "connection.existingSecret=mine", "--set-json", "policy=" + policy))
                .containsExactlyElementsOf(numbers(ports));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.url=http://oc.internal/path:1,connection.apiKey=k | 80",
                "connection.url=https://oc.internal:8443/,connection.agentsUrl=http://a:81,connection.apiKey=k | 8443 81",
                "connection.url=https://a,connection.proxyUrl=http://proxy:3128,connection.apiKey=k | 3128",
            })
    void areThoseOfTheUrlsInTheValues(String values, String ports) {
        assertThat(ports("--set", values)).containsExactlyElementsOf(numbers(ports));
    }

    private List<Integer> ports(String... values) {
        List<String> arguments = new ArrayList<>(
                List.of("--set", "networkPolicy.enabled=true,networkPolicy.apiServer.ports={1443},test.enabled=false"));
        arguments.addAll(List.of(values));
        JsonNode policy = Chart.only(new Chart(folder).objects(arguments), "NetworkPolicy", "oc-opencomputer-operator");
        List<Integer> ports = new ArrayList<>();
        policy.at("/spec/egress")
                .forEach(rule -> rule.path("ports")
                        .forEach(port -> ports.add(port.path("port").asInt())));
        assertThat(ports).startsWith(OTHERS.toArray(Integer[]::new));
        return ports.subList(OTHERS.size(), ports.size());
    }

    private static List<Integer> numbers(String words) {
        return List.of(words.split(" ", -1)).stream().map(Integer::valueOf).toList();
    }
}
