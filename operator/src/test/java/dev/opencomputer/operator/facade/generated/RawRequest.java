/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A request as it goes over the wire, whatever HTTP thinks of it.
 *
 * @param method its method
 * @param target its path and query
 * @param version what follows them in the first line
 * @param headers its header lines
 * @param body its body, a character for each byte
 * @param plain whether nothing but path, query, headers that are described and a body in JSON was made up
 * @param json what the body says, where it is JSON
 */
record RawRequest(
        String method,
        String target,
        String version,
        List<String> headers,
        String body,
        boolean plain,
        Optional<JsonNode> json) {

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + target + " " + version + "\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(body.getBytes(StandardCharsets.ISO_8859_1));
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        String text = new String(bytes(), StandardCharsets.UTF_8);
        return text.length() > 3000 ? text.substring(0, 3000) + "… (" + text.length() + " characters)" : text;
    }
}
