/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a facade in the namespace of their {@link TestCluster}, and a caller of it with its key, as parameters. Goes
 * together with {@link ControlPlaneExtension}; the facade ends with whatever asked for it, a test or a class.
 */
final class FacadeExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(FacadeExtension.class);

    private final BiFunction<TestCluster, Path, RunningFacade> start;

    /** A facade that looks for sealing keys in the test's namespace. */
    FacadeExtension() {
        this(RunningFacade::start);
    }

    private FacadeExtension(BiFunction<TestCluster, Path, RunningFacade> start) {
        this.start = start;
    }

    /** One that seals for the operators of the tests, for a static field of a class. */
    static FacadeExtension besideAnOperator() {
        return new FacadeExtension(RunningFacade::startBesideAnOperator);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RunningFacade.class || type == HttpCaller.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Started started = context.getStore(STORE)
                .computeIfAbsent(
                        "facade",
                        key -> Started.of(start, ControlPlaneExtension.sharedCluster(context)),
                        Started.class);
        return parameter.getParameter().getType() == RunningFacade.class
                ? started.facade()
                : HttpCaller.of(started.facade());
    }

    private record Started(RunningFacade facade, Path folder) implements AutoCloseable {

        static Started of(BiFunction<TestCluster, Path, RunningFacade> start, TestCluster cluster) {
            try {
                Path folder = Files.createTempDirectory("facade");
                return new Started(start.apply(cluster, folder), folder);
            } catch (IOException failure) {
                throw new UncheckedIOException("could not make a folder for a facade", failure);
            }
        }

        @Override
        public void close() throws IOException {
            facade.close();
            Files.deleteIfExists(folder.resolve("keys.yaml"));
            Files.deleteIfExists(folder);
        }
    }
}
