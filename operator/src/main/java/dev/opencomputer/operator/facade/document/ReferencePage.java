/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.document;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/**
 * The page that shows the API in a browser and lets one try it: Swagger UI, which comes as a library. These files and no
 * others of it are served.
 */
public final class ReferencePage {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, StaticFile> files;

    /** Reads the files. */
    public ReferencePage() {
        String swaggerUi = "/META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";
        this.files = Map.of(
                "", StaticFile.of(HTML, "page/index.html"),
                "page.css", StaticFile.of(CSS, "page/page.css"),
                "page.js", StaticFile.of(SCRIPT, "page/page.js"),
                "icon.svg", StaticFile.of("image/svg+xml", "page/icon.svg"),
                "swagger-ui.css", StaticFile.of(CSS, swaggerUi + "swagger-ui.css"),
                "swagger-ui-bundle.js", StaticFile.of(SCRIPT, swaggerUi + "swagger-ui-bundle.js"));
    }

    /** The files by their names below the page's path; the page itself has the empty one. */
    public Map<String, StaticFile> files() {
        return files;
    }

    /** Its folder is called like its version, which the build decides. */
    private static String swaggerUiVersion() {
        String pom = new String(
                StaticFile.read("/META-INF/maven/org.webjars/swagger-ui/pom.properties"), StandardCharsets.UTF_8);
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(pom));
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
