/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.scheduling;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class WholeCacheTest {

    @Test
    void isThereOnceEveryNamespaceHasBeenListed() {
        assertThatCode(() -> WholeCache.require("Agents", List.of(informer("a", true), informer("b", true))))
                .doesNotThrowAnyException();
    }

    @Test
    void isMissedWhenTheListOfOneNamespaceIsLate() {
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> WholeCache.require("Agents", List.of(informer("a", true), informer("b", false))))
                .withMessageContaining("the list of Agents in b");
    }

    private static InformerHealthIndicator informer(String namespace, boolean listed) {
        return new InformerHealthIndicator() {

            @Override
            public boolean hasSynced() {
                return listed;
            }

            @Override
            public boolean isWatching() {
                return true;
            }

            @Override
            public boolean isRunning() {
                return true;
            }

            @Override
            public Status getStatus() {
                return Status.HEALTHY;
            }

            @Override
            public String getTargetNamespace() {
                return namespace;
            }
        };
    }
}
