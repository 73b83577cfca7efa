/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import dev.opencomputer.operator.dev.controlplane.Binaries;
import dev.opencomputer.operator.dev.controlplane.ControlPlaneException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests a real control plane: one for the whole run, started at its first use, or one for a class alone, and a
 * {@link TestCluster} (or its {@link KubernetesClient}) as a parameter. Asked for in a test or in {@code @BeforeEach}, the namespace is that test's
 * own; asked for in {@code @BeforeAll}, all tests of the class share it.
 *
 * <p>Operators of tests run with the chart's rights. A class fails when one of them was refused something that it asked
 * the API server for, even where the operator takes that in its stride.
 *
 * <p>Where no control plane can be had, the tests are skipped with the reason; with CI=true in the environment they
 * fail.
 */
public final class ControlPlaneExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {

    private static final ExtensionContext.Namespace STORE =
            ExtensionContext.Namespace.create(ControlPlaneExtension.class);

    private final boolean ownWithWorkloads;

    /** The control plane that all tests share: without workloads, and with this project's CRDs. */
    public ControlPlaneExtension() {
        this(false);
    }

    private ControlPlaneExtension(boolean ownWithWorkloads) {
        this.ownWithWorkloads = ownWithWorkloads;
    }

    /** A control plane for one class, with workloads and without this project's CRDs, for a static field of it. */
    public static ControlPlaneExtension ownWithWorkloads() {
        return new ControlPlaneExtension(true);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var unused = controlPlane(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        shared(context).controlPlane().ifPresent(TestControlPlane::assertRightsSufficed);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == TestCluster.class || type == KubernetesClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestCluster cluster = cluster(context);
        return parameter.getParameter().getType() == TestCluster.class ? cluster : cluster.client();
    }

    /** What a parameter would be, for an extension that gives tests something in the same namespace. */
    public static TestCluster sharedCluster(ExtensionContext context) {
        return new ControlPlaneExtension().cluster(context);
    }

    private TestCluster cluster(ExtensionContext context) {
        return context.getStore(STORE)
                .computeIfAbsent("cluster", key -> newCluster(controlPlane(context)), TestCluster.class);
    }

    private static TestCluster newCluster(TestControlPlane controlPlane) {
        return new TestCluster(controlPlane, controlPlane.newNamespace());
    }

    private TestControlPlane controlPlane(ExtensionContext context) {
        Shared shared = shared(context);
        if (shared.controlPlane.isPresent()) {
            return shared.controlPlane.get();
        }
        String message = "The real control plane could not be had: " + shared.reason;
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        throw new TestAbortedException(message);
    }

    private Shared shared(ExtensionContext context) {
        return ownWithWorkloads
                // Found by the contexts of the tests, too: they are the class's children.
                ? context.getStore(STORE).computeIfAbsent("own", key -> Shared.start(true), Shared.class)
                : context.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, STORE)
                        .computeIfAbsent("control plane", key -> Shared.start(false), Shared.class);
    }

    /** The control plane, or why there is none: a second attempt would only take the same time again. */
    private record Shared(Optional<TestControlPlane> controlPlane, String reason) implements AutoCloseable {
        static Shared start(boolean workloads) {
            Binaries binaries;
            try {
                binaries = Binaries.find((what, howFar, soFar) ->
                        System.err.println("control plane: " + what + " " + howFar + " (" + soFar.toSeconds() + " s)"));
            } catch (ControlPlaneException failure) {
                return new Shared(Optional.empty(), failure.getMessage());
            }
            return new Shared(Optional.of(TestControlPlane.start(binaries, workloads)), "");
        }

        @Override
        public void close() {
            controlPlane.ifPresent(TestControlPlane::close);
        }
    }
}
