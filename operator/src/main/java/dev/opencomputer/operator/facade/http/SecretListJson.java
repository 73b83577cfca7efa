/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.agents.SecretList;
import dev.opencomputer.operator.facade.answer.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The keys of an agent as one document: {@code {"secrets": [...]}}. */
record SecretListJson(SecretList secrets) implements Answer.Stream {

    @Override
    public void writeTo(OutputStream out) throws IOException {
        write(out, "{\"secrets\":[");
        String separator = "";
        for (byte[] secret : secrets.keys()) {
            write(out, separator);
            out.write(secret);
            separator = ",";
        }
        write(out, "]}\n");
    }

    @Override
    public void close() {
        secrets.close();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
