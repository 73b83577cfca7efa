/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.opencomputer.operator.api.Agent;
import dev.opencomputer.operator.facade.agents.AgentPages;
import dev.opencomputer.operator.facade.agents.AgentView;
import dev.opencomputer.operator.facade.kubernetes.Page;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists of agents as JSON. */
final class AgentListJson {

    private static final String AGENTS = "agents";

    private AgentListJson() {}

    /** One page, with the token for the next if there is one. */
    static Map<String, Object> of(Page<Agent> page) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(AGENTS, page.items().stream().map(AgentView::brief).toList());
        page.next().ifPresent(next -> json.put("continue", next));
        return json;
    }

    /**
     * Writes all pages as one document. Each is on its way to the caller before the next is asked for.
     *
     * @throws IOException when the caller has gone away
     */
    static void write(AgentPages pages, OutputStream out) throws IOException {
        // Left open where a page fails: closed, it would write the end of the document by itself.
        JsonGenerator json = Json.MAPPER.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        json.writeStartObject();
        json.writeArrayFieldStart(AGENTS);
        while (pages.hasNext()) {
            List<Agent> page = pages.next();
            for (Agent agent : page) {
                json.writePOJO(AgentView.brief(agent));
            }
            json.flush();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }
}
