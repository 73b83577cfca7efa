/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** One probe of a container: asks when it is due, and tells what the answers so far come to. */
final class HttpProbe {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Probe probe;
    private final URI target;
    private long due;
    private int successes;
    private int failures;
    private boolean passing;

    private HttpProbe(Probe probe, URI target, boolean passing) {
        this.probe = probe;
        this.target = target;
        this.passing = passing;
        this.due =
                System.nanoTime() + seconds(probe.getInitialDelaySeconds(), 0).toNanos();
    }

    /**
     * A probe, due from now on.
     *
     * @param probe what the spec says
     * @param container whose ports may be named
     * @param address the pod's address
     * @param passing what it comes to before the first answer
     */
    static HttpProbe of(Probe probe, Container container, String address, boolean passing) {
        if (!Optional.ofNullable(probe.getHttpGet().getScheme()).orElse("HTTP").equals("HTTP")) {
            throw new NotUnderstoodException(
                    "a probe over " + probe.getHttpGet().getScheme());
        }
        return new HttpProbe(
                probe,
                URI.create("http://" + address + ":" + port(probe.getHttpGet().getPort(), container)
                        + Optional.ofNullable(probe.getHttpGet().getPath()).orElse("/")),
                passing);
    }

    /** What it comes to now, after one more question where one is due. */
    boolean passing() {
        if (System.nanoTime() - due >= 0) {
            due = System.nanoTime() + seconds(probe.getPeriodSeconds(), 10).toNanos();
            note(answers());
        }
        return passing;
    }

    private void note(boolean success) {
        successes = success ? successes + 1 : 0;
        failures = success ? 0 : failures + 1;
        if (successes >= Optional.ofNullable(probe.getSuccessThreshold()).orElse(1)) {
            passing = true;
        } else if (failures >= threshold()) {
            passing = false;
        }
    }

    /** Whether so many answers in a row were bad that the container is to be started again. */
    boolean failed() {
        return failures >= threshold();
    }

    private int threshold() {
        return Optional.ofNullable(probe.getFailureThreshold()).orElse(3);
    }

    private boolean answers() {
        try {
            int status = HTTP.send(
                            HttpRequest.newBuilder(target)
                                    .timeout(seconds(probe.getTimeoutSeconds(), 1))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status >= 200 && status < 400;
        } catch (IOException noAnswer) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Duration seconds(Integer value, int otherwise) {
        return Duration.ofSeconds(value == null ? otherwise : value);
    }

    private static int port(IntOrString port, Container container) {
        if (port.getIntVal() != null) {
            return port.getIntVal();
        }
        return container.getPorts().stream()
                .filter(named -> port.getStrVal().equals(named.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new NotUnderstoodException(
                        "a probe of the port " + port.getStrVal() + ", which the container does not name"));
    }
}
