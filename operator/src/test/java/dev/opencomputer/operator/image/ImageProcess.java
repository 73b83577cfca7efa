/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.image;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as it runs from the image. */
final class ImageProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);

    private final Process sandbox;
    private final Path output;

    private ImageProcess(Process sandbox, Path output) {
        this.sandbox = sandbox;
        this.output = output;
    }

    /** Starts it; its words go to a file. */
    static ImageProcess start(
            UnpackedImage image, Path output, Path mounted, Map<String, String> environment, String... arguments)
            throws IOException {
        Process sandbox = new ProcessBuilder(image.command(mounted, environment, List.of(arguments)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ImageProcess(sandbox, output);
    }

    /** Waits until it has said where it can be reached, after these words. */
    URI awaitUrl(String words) {
        Pattern said = Pattern.compile(Pattern.quote(words) + "(http://[0-9.]+:[0-9]+)");
        return await(words)
                .atMost(START)
                .until(
                        () -> Optional.of(said.matcher(output())).filter(Matcher::find),
                        found -> found.isPresent() || !sandbox.isAlive())
                .map(found -> URI.create(found.group(1)))
                .orElseThrow(() -> new AssertionError("It has ended: " + output()));
    }

    /** What the kernel says of it: its user, its capabilities. */
    String status() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(java().pid()), "status"));
    }

    /** The CPU time that it has taken so far. */
    Duration cpu() {
        return java().info().totalCpuDuration().orElseThrow();
    }

    /** All that it has said so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read " + output, failure);
        }
    }

    /** Waits for its end, and gives its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!sandbox.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("It does not end: " + output());
        }
        return sandbox.exitValue();
    }

    /** Asks it to stop, as the kubelet does. */
    void terminate() {
        java().destroy();
    }

    /** The one process below the sandbox's own. */
    private ProcessHandle java() {
        return sandbox.toHandle().children().findFirst().orElseThrow(() -> new AssertionError(output()));
    }

    @Override
    public void close() {
        sandbox.destroyForcibly();
    }
}
