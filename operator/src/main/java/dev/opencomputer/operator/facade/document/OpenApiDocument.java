/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.opencomputer.operator.wire.Json;
import java.nio.charset.StandardCharsets;

/** The OpenAPI document of the API, as it is written and as JSON. */
public final class OpenApiDocument {

    private static final String VERSION = "{version}";

    private final StaticFile yaml;
    private final StaticFile json;

    /**
     * Reads the document.
     *
     * @param version the program's, which is the API's
     */
    public OpenApiDocument(String version) {
        String text = new String(StaticFile.read("openapi.yaml"), StandardCharsets.UTF_8).replace(VERSION, version);
        try {
            // RFC 9512 and RFC 8259; OpenAPI has no media types of its own that are registered.
            this.yaml = new StaticFile("application/yaml", text.getBytes(StandardCharsets.UTF_8));
            this.json =
                    new StaticFile("application/json", Json.MAPPER.writeValueAsBytes(new YAMLMapper().readTree(text)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The program came with an OpenAPI document that is no YAML", e);
        }
    }

    /** The document as it is written. */
    public StaticFile yaml() {
        return yaml;
    }

    /** The same in JSON. */
    public StaticFile json() {
        return json;
    }
}
