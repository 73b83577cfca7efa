/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opencomputer.operator.facade.document.ContractDocument;
import dev.opencomputer.operator.facade.document.OpenApiDocument;
import dev.opencomputer.operator.facade.document.ReferencePage;
import io.javalin.Javalin;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DocumentedRoutesTest {

    @Test
    void theDocumentHasEveryRouteThatThereIsAndNoOther() {
        TreeSet<String> routes = new TreeSet<>();
        var unused = Javalin.create(config -> {
            config.events.handlerAdded(route -> routes.add(route.getHttpMethod() + " " + route.getPath()));
            new AgentsRoutes(null, new AgentsApi(null, null)).addTo(config);
            new DocumentRoutes(new OpenApiDocument("test"), new ReferencePage()).addTo(config);
        });
        // HEAD goes with GET, and the page is for people.
        routes.removeIf(route -> route.startsWith("HEAD ") || route.startsWith("GET /docs"));

        List<String> described = ContractDocument.ours().operations().stream()
                .map(operation -> operation.method() + " " + operation.path())
                .toList();
        assertThat(routes).containsExactlyInAnyOrderElementsOf(described);
    }
}
