/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.agents.AgentPages;
import dev.opencomputer.operator.facade.answer.Answer;
import dev.opencomputer.operator.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Pages of agents as one document: {@code {"agents": [...]}}, with the token for what follows where not all was asked for.
 * Each page is on its way to the caller before the next is asked for.
 */
record AgentListJson(AgentPages pages) implements Answer.Stream {

    @Override
    public void writeTo(OutputStream out) throws IOException {
        write(out, "{\"agents\":[");
        String separator = "";
        while (pages.hasNext()) {
            for (byte[] agent : pages.next()) {
                write(out, separator);
                out.write(agent);
                separator = ",";
            }
            out.flush();
        }
        write(out, "]");
        if (pages.continuation().isPresent()) {
            write(
                    out,
                    ",\"continue\":"
                            + Json.MAPPER.writeValueAsString(
                                    pages.continuation().get()));
        }
        write(out, "}\n");
    }

    @Override
    public void close() {
        pages.close();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
