/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.testing.Helm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a value is said in words that help. */
class BadValuesTest {

    private static final String FACADE = "facade.enabled=true;facade.accounts[0].namespace=team-a;"
            + "facade.accounts[0].serviceAccount=ci;facade.keys.existingSecret=keys;";

    private static final String HASH = "abababababababababababababababababababababababababababababababab";

    private static final String KEYS_OF_CHART = "facade.keys.existingSecret=;facade.keys.hashes[0].name=ci;"
            + "facade.keys.hashes[0].sha256=" + HASH
            + ";facade.keys.hashes[0].namespace=team-a;facade.keys.hashes[0].serviceAccount=ci;";

    private static final String BUDGET = "operator.podDisruptionBudget.enabled=true;operator.podDisruptionBudget.";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What the schema refuses.
                "operatr.replicas=2 | additional properties 'operatr' not allowed",
                "operator.replica=2 | at '/operator': additional properties 'replica' not allowed",
                "operator.replicas=two | at '/operator/replicas': got string, want integer",
                "operator.replicas=-1 | at '/operator/replicas': minimum: got -1, want 0",
                "operator.securityContext.readOnly=true | additional properties 'readOnly' not allowed",
                "operator.resources.requests.cpu=true | at '/operator/resources/requests/cpu': got boolean",
                "operator.extraEnv[0].value=x | at '/operator/extraEnv/0': missing property 'name'",
                "operator.tolerations[0].operator=Is | value must be one of 'Exists', 'Equal'",
                "logs.level=info | value must be one of 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'",
                "logs.format=text | value must be one of 'json', 'plain'",
                "image.pullPolicy=Sometimes | value must be one of 'IfNotPresent', 'Always', 'Never'",
                "metrics.service.port=70000 | at '/metrics/service/port': maximum: got 70,000, want 65,535",
                "policy.connections.maxConcurrentCalls=1000 | maximum: got 1,000, want 256",
                "policy.connection.namespaces[0]=a | at '/policy': additional properties 'connection' not allowed",
                "watchNamespaces=team-a | at '/watchNamespaces': got string, want array",
                "crds.keep=sometimes | at '/crds/keep': got string, want boolean",
                "facade.accounts[0].namespace=team-a | at '/facade/accounts/0': missing property 'serviceAccount'",
                "facade.paths[0]=v1 | at '/facade/paths/0': 'v1' does not match pattern '^/'",
                "metrics=null | at '': missing property 'metrics'",
                "operator.threads=null | at '/operator': missing property 'threads'",

                // What takes more than a schema.
                "connection.url=null | say where OpenComputer is. Name a Secret with the keys url and apiKey in"
                        + " connection.existingSecret, or write connection.url and connection.apiKey.",
                "connection.apiKey=null | say where OpenComputer is.",
                "connection.existingSecret=mine | existingSecret and url, apiKey, agentsUrl, caCert, proxyUrl exclude"
                        + " each other.",
                "connection.url=null;connection.apiKey=null;connection.existingSecret=oc-opencomputer-operator-connection |"
                        + " connection.existingSecret: the chart gives this name to the Secret that it makes",
                FACADE + "facade.keys.existingSecret=oc-opencomputer-operator-facade-keys |"
                        + " facade.keys.existingSecret: the chart gives this name to the Secret that it makes",
                FACADE + "facade.port=9000;facade.monitoringPort=9000 | 9000 is the API's port already",
                "connection.enabled=false | it is not enabled, and yet says where OpenComputer is.",
                "connection.enabled=false;connection.url=null;connection.apiKey=null | Name those with one of their own"
                        + " in policy.connections.namespaces.",
                "connection.url=opencomputer.example.com | connection.url: this is no base URL. Write one such as",
                "connection.url=https://me:secret@example.com | connection.url: this is no base URL.",
                "connection.agentsUrl=https://example.com/v1/agents | leave /v1/agents out; the operator adds it.",
                "connection.apiKey=osb x | connection.apiKey: there is white space in it.",
                "connection.caCert=ca.crt | --set-file connection.caCert=ca.crt",
                "connection.proxyUrl=proxy:3128 | Write one such as http://proxy.example.com:3128.",
                "watchNamespaces[0]=Team_A | \"Team_A\" is no namespace's name.",
                "fullnameOverride=Oc | \"Oc\" cannot be in an object's name.",
                "nameOverride=o.c | \"o.c\" cannot be in an object's name.",
                "image.repository=example.com/operator:1.0 | Write these into image.tag and image.digest.",
                "image.digest=0123 | Write sha256: and 64 hexadecimal digits",
                "operator.replicas=2;operator.leaderElection.enabled=false | 2 pods without leader election would all"
                        + " write at once.",
                "networkPolicy.enabled=true;networkPolicy.apiServer.ports=null | a rule without ports opens all of them.",
                "operator.resync=10min | \"10min\" is no time. Write one such as 90s, 10m or 1h.",
                "operator.sealingKeyRenewal=90min | \"90min\" is no time. Write one in hours or days, such as 90d",
                "operator.terminationGracePeriodSeconds=10 | give 45 or more.",
                "operator.serviceAccount.create=false | operator.serviceAccount.name: the operator's rights, those on"
                        + " Secrets too, would go to the namespace's default account",
                FACADE + "facade.serviceAccount.create=false | facade.serviceAccount.name: every pod that names no"
                        + " account could act as the callers",
                FACADE + "facade.tls.secretName=tls | facade.tls.secretName: nothing uses that certificate",
                "operator.podDisruptionBudget.minAvailable=1;operator.podDisruptionBudget.maxUnavailable=1 |"
                        + " operator.podDisruptionBudget: minAvailable and maxUnavailable exclude each other.",
                BUDGET + "minAvailable=1 | minAvailable 1 lets none of 1 pods go, and no node could be emptied.",
                "operator.replicas=3;" + BUDGET + "minAvailable=100% | minAvailable 100% lets none of 3 pods go",
                "operator.replicas=2;" + BUDGET + "minAvailable=51% | minAvailable 51% lets none of 2 pods go",
                BUDGET + "maxUnavailable=0 | maxUnavailable 0 lets no pod go, and no node could be emptied.",
                BUDGET + "maxUnavailable=0% | maxUnavailable 0% lets no pod go",
                BUDGET + "maxUnavailable=one | \"one\" is neither a number nor a percentage.",
                FACADE + "facade.replicas=9;facade.autoscaling.enabled=true;facade.podDisruptionBudget.enabled=true;"
                        + "facade.podDisruptionBudget.minAvailable=2 | minAvailable 2 lets none of 2 pods go",
                "operator.extraEnv[0].name=OPENCOMPUTER_LOG_LEVEL | OPENCOMPUTER_LOG_LEVEL is set by the chart.",
                "facade.extraEnv[0].name=JDK_JAVA_OPTIONS | JDK_JAVA_OPTIONS is set by the chart. Use facade.javaOptions.",
                "operator.extraEnv[0].name=A;operator.extraEnv[1].name=A | operator.extraEnv: A stands there twice.",
                "metrics.serviceMonitor.enabled=true;metrics.podMonitor.enabled=true | would scrape everything twice.",
                "metrics.serviceMonitor.enabled=true;metrics.service.enabled=false | there is no Service to scrape.",
                "facade.ingress.enabled=true | the facade does not run. Set facade.enabled to true too.",
                "facade.enabled=true;facade.keys.existingSecret=keys | an API key stands for a service account, and there is"
                        + " none.",
                FACADE + "facade.trustedSealingKeys[0]=ABC | at '/facade/trustedSealingKeys/0':",
                FACADE
                        + "facade.trustedSealingKeys[0]=59bf0516d266726d | facade.trustedSealingKeys: a key that takes the"
                        + " current one's place by age (90d) is none of these, and the agents API would take no value any"
                        + " more. Set operator.sealingKeyRenewal to \"0\" and renew by hand",
                FACADE + "facade.trustedProxies[0]=proxy.example.com | at '/facade/trustedProxies/0':",
                FACADE
                        + "facade.trustedProxies[0]=10.0.0.5/8 | facade.trustedProxies: 10.0.0.5/8 is no address and no network",
                FACADE
                        + "facade.trustedProxies[0]=10.0.0.0/33 | facade.trustedProxies: 10.0.0.0/33 is no address and no network",
                FACADE
                        + "facade.trustedProxies[0]=300.0.0.0/8 | facade.trustedProxies: 300.0.0.0/8 is no address and no network",
                FACADE + "facade.trustedProxies[0]=10.0.0 | facade.trustedProxies: 10.0.0 is no address and no network",
                FACADE
                        + "facade.trustedProxies[0]=fd00::1/64 | facade.trustedProxies: fd00::1/64 is no address and no network",
                FACADE
                        + "facade.trustedProxies[0]=fd00::/129 | facade.trustedProxies: fd00::/129 is no address and no network",
                FACADE
                        + "facade.trustedProxies[0]=1:2::3::4 | facade.trustedProxies: 1:2::3::4 is no address and no network",
                FACADE + KEYS_OF_CHART + "facade.keys.hashes[1].name=again;facade.keys.hashes[1].sha256=" + HASH
                        + ";facade.keys.hashes[1].namespace=team-a;facade.keys.hashes[1].serviceAccount=ci |"
                        + " facade.keys.hashes: another key has the sha256 of \"again\".",
                FACADE + KEYS_OF_CHART + "facade.keys.hashes[0].expires=2030-02-30 |"
                        + " at '/facade/keys/hashes/0/expires': '2030-02-30' is not valid date-time",
                FACADE + "facade.keys.existingSecret=;facade.keys.hashes[0].name=ci;facade.keys.hashes[0].sha256=abc;"
                        + "facade.keys.hashes[0].namespace=team-b;facade.keys.hashes[0].serviceAccount=ci |"
                        + " Write what this prints: printf %s \"$KEY\" | sha256sum",
                FACADE + "facade.keys.hashes[0].name=ci;facade.keys.hashes[0].sha256=abc;"
                        + "facade.keys.hashes[0].namespace=team-b;facade.keys.hashes[0].serviceAccount=ci |"
                        + " stands for team-b/ci, as which the facade may not act.",
                FACADE + "facade.accounts[1].namespace=team-a;facade.accounts[1].serviceAccount=ci | team-a/ci stands"
                        + " there twice.",
                FACADE + "operator.serviceAccount.create=false;facade.serviceAccount.create=false | operator and facade"
                        + " would both run as default",
                FACADE + "operator.serviceAccount.name=one;facade.serviceAccount.name=one | operator and facade would"
                        + " both run as one, and the facade could read every Secret.",
                FACADE + "facade.accounts[0].namespace=opencomputer-system;"
                        + "facade.accounts[0].serviceAccount=oc-opencomputer-operator |"
                        + " opencomputer-system/oc-opencomputer-operator is the account of the operator",
                FACADE + "facade.accounts[0].namespace=opencomputer-system;"
                        + "facade.accounts[0].serviceAccount=oc-opencomputer-operator-facade |"
                        + " Name an account that is there for callers.",
                FACADE + "facade.hostnames[0]=https://a.example.com | without https:// and path.",
                FACADE + "facade.httpRoute.enabled=true | Write at least the Gateway's name.",
                FACADE + "facade.tls.certificate.enabled=true | Write them into facade.hostnames.",
                FACADE + "facade.tls.certificate.enabled=true | Write the issuer's name",
                FACADE + "facade.service.nodePort=30080 | a Service of type ClusterIP has none.",
                FACADE + "facade.autoscaling.enabled=true;facade.autoscaling.minReplicas=9 | Lower the one or raise the"
                        + " other.",
                FACADE + "facade.autoscaling.enabled=true;facade.autoscaling.targetCPUUtilizationPercentage=0 | nothing"
                        + " says when to grow.",
                "uninstall.check.enabled=false;uninstall.requireEmpty=true | uninstall.requireEmpty: nobody counts what"
                        + " is left, since uninstall.check.enabled is false.",
                "uninstall.check.enabled=false;crds.keep=false | crds.keep: an uninstall would delete every Agent",
                FACADE + "facade.preStopSleepSeconds=30 | give 50 or more.",
            })
    void areRefusedWithWhatToWriteInstead(String values, String message) {
        assertRefused(values.split(";", -1), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operator.replicas=2;minAvailable=1 | minAvailable: 1",
                "operator.replicas=2;minAvailable=50% | minAvailable: 50%",
                "minAvailable=0 | minAvailable: 0",
                "minAvailable=null;maxUnavailable=null | maxUnavailable: 1",
                "minAvailable=null;maxUnavailable=1% | maxUnavailable: 1%",
            })
    void areNotSeenInABudgetThatLetsAPodGo(String values, String rendered) {
        String paths = values.replaceAll("(minA|maxU)", "operator.podDisruptionBudget.$1");

        assertThat(render(("operator.podDisruptionBudget.enabled=true;" + paths).split(";", -1))
                        .orThrow())
                .contains("  " + rendered + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1st", "my.release"})
    void areRefusedWhereAReleasesNameCannotBeAServices(String release) {
        List<String> arguments = new ArrayList<>(List.of("template", release, Helm.CHART.toString()));
        arguments.addAll(Chart.MINIMAL);

        assertThat(Helm.offline(folder).run(arguments).err())
                .contains("a release called \"" + release + "\" gives names that a Service cannot have.");
        arguments.addAll(List.of("--set", "fullnameOverride=mine"));
        assertThat(Helm.offline(folder).run(arguments).exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy",
                "commonLabels",
                "commonAnnotations",
                "crds.annotations",
                "operator.startupProbe",
                "operator.podSecurityContext",
                "operator.securityContext",
                "operator.podAnnotations"
            })
    void areNotSeenInAMapThatIsNull(String path) {
        assertThat(Chart.objects(render(path + "=null").orThrow())).isNotEmpty();
    }

    @Test
    void areToldAllAtOnce() {
        Helm.Result result = render("operator.resync=never", "image.digest=sha256:0", "watchNamespaces[0]=A");

        assertThat(result.err()).contains("operator.resync", "image.digest", "watchNamespaces");
    }

    @Test
    void neverShowAKey() {
        Helm.Result result = render("connection.apiKey=osb canary-of-a-key");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).doesNotContain("canary-of-a-key");
    }

    private void assertRefused(String[] values, String message) {
        Helm.Result result = render(values);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.err()).contains(message);
    }

    private Helm.Result render(String... values) {
        List<String> arguments = new ArrayList<>(Chart.MINIMAL);
        Arrays.stream(values).filter(value -> !value.isEmpty()).forEach(value -> {
            arguments.add("--set");
            arguments.add(value);
        });
        return new Chart(folder).template(arguments);
    }
}
