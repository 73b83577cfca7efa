/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of a Go module that nothing is built of; {@code tools/<name>/go.mod} names its version, and go.sum pins it. */
public final class GoModule {

    private GoModule() {}

    /**
     * The folder of the module in Go's own cache, downloaded first where it is not there. Without Go the test is skipped; with
     * CI=true it fails.
     *
     * @param name the folder below {@code tools} whose go.mod requires the module
     * @param module the module's path
     */
    public static Path folder(String name, String module) {
        Path pinning = GoTool.TOOLS.resolve(name);
        if (!GoTool.onPath("go")) {
            throw GoTool.missing(module + " is downloaded with Go 1.26 or newer, and there is no go on the PATH");
        }
        try {
            // With its version, Go looks at this module alone and needs none of those that it requires.
            JsonNode downloaded = download(pinning, module + "@" + version(pinning.resolve("go.mod"), module));
            if (downloaded.hasNonNull("Error")) {
                throw GoTool.missing("the download of " + module + " failed: "
                        + downloaded.path("Error").asText());
            }
            return Path.of(downloaded.path("Dir").asText());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not download " + module, failure);
        }
    }

    private static String version(Path pins, String module) throws IOException {
        Matcher matcher = Pattern.compile("(?m)^\\s+" + Pattern.quote(module) + " (v\\S+)$")
                .matcher(Files.readString(pins));
        if (!matcher.find()) {
            throw new AssertionError(pins + " does not require " + module);
        }
        return matcher.group(1);
    }

    private static JsonNode download(Path folder, String module) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("go", "mod", "download", "-json", module)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // A module of its own, whatever workspace the current folder belongs to.
        builder.environment().put("GOWORK", "off");
        Process process = builder.start();
        try {
            return new ObjectMapper().readTree(process.getInputStream());
        } finally {
            process.destroyForcibly();
        }
    }
}
