/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.http;

import dev.opencomputer.operator.facade.document.OpenApiDocument;
import dev.opencomputer.operator.facade.document.ReferencePage;
import dev.opencomputer.operator.facade.document.StaticFile;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;

/** Where the API's document and its page are, which need no key. */
public final class DocumentRoutes {

    private static final String PAGE = "/docs";

    private static final Pattern GZIP =
            Pattern.compile("\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))", Pattern.CASE_INSENSITIVE);

    /**
     * The page can load nothing from elsewhere, send nothing elsewhere and be framed by nobody. What Swagger UI draws as
     * icons stands in its style sheet as {@code data:}.
     */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            // Kept by the browser, and asked for anew each time: another version of the program has other files.
            "Cache-Control",
            "no-cache");

    private final OpenApiDocument document;
    private final ReferencePage page;

    /** Serves these. */
    public DocumentRoutes(OpenApiDocument document, ReferencePage page) {
        this.document = document;
        this.page = page;
    }

    void addTo(JavalinConfig config) {
        serve(config, "/openapi.yaml", document.yaml());
        serve(config, "/openapi.json", document.json());
        page.files().forEach((name, file) -> serve(config, PAGE + "/" + name, file));
        add(
                config,
                PAGE,
                context -> context.status(HttpStatus.PERMANENT_REDIRECT_308)
                        // Relative, since there may be a proxy that serves all this under a path of its own.
                        .header("Location", "docs/"));
    }

    private static void serve(JavalinConfig config, String path, StaticFile file) {
        add(config, path, context -> send(context, file));
    }

    private static void add(JavalinConfig config, String path, Handler handler) {
        for (HandlerType method : List.of(HandlerType.GET, HandlerType.HEAD)) {
            config.routes.addHttpHandler(method, path, context -> {
                HEADERS.forEach(context::header);
                handler.handle(context);
            });
        }
    }

    private static void send(Context context, StaticFile file) {
        context.header("ETag", file.etag());
        boolean known = Optional.ofNullable(context.header("If-None-Match"))
                .filter(names(file.etag()))
                .isPresent();
        if (known) {
            context.status(HttpStatus.NOT_MODIFIED_304);
        } else {
            context.contentType(file.mediaType());
            sendCompressedIfTaken(context, file);
        }
    }

    /** Compressed once at the start and not by the server for each: what it sends of the API is not compressed. */
    private static void sendCompressedIfTaken(Context context, StaticFile file) {
        context.header("Vary", "Accept-Encoding");
        boolean taken = Optional.ofNullable(context.header("Accept-Encoding"))
                .filter(GZIP.asPredicate())
                .isPresent();
        if (taken) {
            context.header("Content-Encoding", "gzip").result(file.gzipped());
        } else {
            context.result(file.content());
        }
    }

    /** Whether a list of entity tags has this one in it, weak or not (RFC 9110, 13.1.2): no other has its digits. */
    private static Predicate<String> names(String etag) {
        String opaque = etag.substring(etag.indexOf('"'));
        return list -> list.strip().equals("*") || list.contains(opaque);
    }
}
