/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.opencomputer.operator.facade.document.Contract;
import dev.opencomputer.operator.facade.document.ContractDocument;
import dev.opencomputer.operator.facade.document.ContractDocument.Operation;
import dev.opencomputer.operator.facade.document.Exchange;
import dev.opencomputer.operator.local.Dialect;
import dev.opencomputer.operator.testing.ControlPlaneExtension;
import dev.opencomputer.operator.testing.RunningFacade;
import dev.opencomputer.operator.testing.Scene;
import dev.opencomputer.operator.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that nobody has thought of, from several callers at once, over a few agents and keys that they all create,
 * change and delete, while an operator works on the same objects. {@code -Dgenerated.requests} says how many,
 * {@code -Dgenerated.seed} makes the same again.
 */
@ExtendWith(ControlPlaneExtension.class)
class GeneratedRequestsIT {

    private static final int CALLERS = 4;

    /** What a schema cannot say, and the facade refuses with 400. */
    private static final Pattern BEYOND_SCHEMAS = Pattern.compile(
            "exclude each other|is greater than|131072|128 KiB|surrogate|larger than the Kubernetes|RFC 6902|too large");

    @TempDir
    private Path folder;

    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answers = new TreeMap<>();

    @Test
    void everyAnswerIsOneThatTheDocumentDescribes(TestCluster cluster) throws Exception {
        int requests = Integer.getInteger("generated.requests", 3000);
        long seed = Long.getLong("generated.seed", 20_261_128);
        System.out.println("Generated requests: " + requests + ", seed " + seed);
        try (Scene scene = Scene.open(cluster, folder.resolve("local"), Dialect.LOCAL);
                RunningFacade facade = RunningFacade.startBesideAnOperator(cluster, folder)) {
            ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
            try {
                List<Future<?>> calls = new ArrayList<>();
                IntStream.range(0, CALLERS)
                        .forEach(caller -> calls.add(callers.submit(
                                () -> call(facade, new Random(seed * CALLERS + caller), requests / CALLERS))));
                for (Future<?> call : calls) {
                    call.get();
                }
            } finally {
                callers.shutdown();
            }
        }

        System.out.println("Answers by status: " + answers);
        assertThat(breaches)
                .as("with -Dgenerated.requests=%d -Dgenerated.seed=%d", requests, seed)
                .isEmpty();
    }

    private void call(RunningFacade facade, Random random, int requests) {
        RequestGenerator generator = new RequestGenerator(random, List.of("X-API-Key: " + RunningFacade.KEY));
        for (int left = requests; left > 0; left--) {
            RawRequest request = generator.next();
            try {
                Exchange exchange = RawConnection.exchange(facade.url(), request);
                note(exchange.status());
                check(request, exchange);
            } catch (IOException e) {
                breaches.add("no answer: " + e + "\n" + request);
            }
        }
    }

    private synchronized void note(int status) {
        answers.merge(Integer.toString(status), 1, Integer::sum);
    }

    private void check(RawRequest request, Exchange exchange) {
        List<String> found = new ArrayList<>(Contract.breaches(exchange));
        if (exchange.status() >= 500 && !exchange.body().contains("is still being deleted")) {
            found.add("a fault of the server from input");
        }
        ContractDocument document = ContractDocument.ours();
        Optional<Operation> operation =
                document.template(request.target()).flatMap(path -> document.operation(path, request.method()));
        if (operation.isPresent() && request.json().isPresent()) {
            boolean allowed = isAllowed(operation.get(), request.json().get());
            if (!allowed && exchange.status() < 300) {
                found.add("the document does not allow this body, and it was taken");
            }
            if (allowed
                    && request.plain()
                    && exchange.status() == 400
                    && !BEYOND_SCHEMAS.matcher(exchange.body()).find()) {
                found.add("the document allows this body, and it was refused");
            }
        }
        if (!found.isEmpty() && breaches.size() < 100) {
            breaches.add(found + "\n" + request + "\n" + exchange + "\n");
        }
    }

    private static boolean isAllowed(Operation operation, JsonNode body) {
        String pointer = "/paths/" + operation.path().replace("/", "~1") + "/"
                + operation.method().toLowerCase(Locale.ROOT)
                + "/requestBody/content/application~1json/schema";
        return ContractDocument.ours().requestErrors(pointer, body).isEmpty();
    }
}
