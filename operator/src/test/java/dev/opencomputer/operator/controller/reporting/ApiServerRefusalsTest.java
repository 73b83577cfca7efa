/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApiServerRefusalsTest {

    private static KubernetesClientException answered(int code) {
        return new KubernetesClientException(new StatusBuilder().withCode(code).build());
    }

    @Test
    void knowsARefusalAndAConflict() {
        assertThat(ApiServerRefusals.isRefusal(answered(403))).isTrue();
        assertThat(ApiServerRefusals.isConflict(answered(403))).isFalse();
        assertThat(ApiServerRefusals.isRefusal(answered(409))).isTrue();
        assertThat(ApiServerRefusals.isConflict(answered(409))).isTrue();
    }

    @Test
    void tellsWhatWasNotTakenFromWhatWasNotLookedAt() {
        assertThat(IntStream.of(400, 403, 413, 422, 500))
                .allMatch(code -> ApiServerRefusals.isOfContent(answered(code)));
        assertThat(IntStream.of(401, 404, 409, 429, 503))
                .noneMatch(code -> ApiServerRefusals.isOfContent(answered(code)));
        assertThat(ApiServerRefusals.isOfContent(new KubernetesClientException("no answer", new IOException("reset"))))
                .isFalse();
    }

    @Test
    void looksThroughWhatOthersWrapAroundIt() {
        RuntimeException wrapped = new IllegalStateException(new IllegalStateException(answered(409)));

        assertThat(ApiServerRefusals.isRefusal(wrapped)).isTrue();
        assertThat(ApiServerRefusals.isConflict(wrapped)).isTrue();
    }

    @Test
    void countsAnApiServerThatDoesNotAnswerAsOne() {
        KubernetesClientException away = new KubernetesClientException("no answer", new IOException("reset"));

        assertThat(ApiServerRefusals.isRefusal(away)).isTrue();
        assertThat(ApiServerRefusals.isConflict(away)).isFalse();
    }

    @Test
    void takesNoFailureOfTheOperatorForOne() {
        RuntimeException ours = new IllegalStateException("a mistake", new NullPointerException());

        assertThat(ApiServerRefusals.isRefusal(ours)).isFalse();
        assertThat(ApiServerRefusals.isConflict(ours)).isFalse();
    }
}
