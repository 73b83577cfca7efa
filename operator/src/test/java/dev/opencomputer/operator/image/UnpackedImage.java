/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The image that {@code image/build} wrote, unpacked by umoci, which shares no code with what packed it. */
final class UnpackedImage {

    private static final Path BUILT = Path.of("target", "image");
    private static final String LAYOUT = "layout";
    private static final String BUNDLE = "bundle";
    private static final long MINUTES = 10;

    private final Path folder;
    private final JsonNode process;

    private UnpackedImage(Path folder, JsonNode process) {
        this.folder = folder;
        this.process = process;
    }

    /** Unpacks the archive for this machine's architecture into an empty folder. */
    static UnpackedImage in(Path folder) throws IOException, InterruptedException {
        layout(BUILT, folder.resolve(LAYOUT));
        JsonNode index = new ObjectMapper()
                .readTree(folder.resolve(LAYOUT).resolve("index.json").toFile());
        String name = index.at("/manifests/0/annotations/org.opencontainers.image.ref.name")
                .asText();
        List<String> unpack = new ArrayList<>(List.of("umoci", "unpack"));
        if (!isRoot()) {
            unpack.add("--rootless");
        }
        unpack.addAll(List.of(
                "--image",
                folder.resolve(LAYOUT) + ":" + name,
                folder.resolve(BUNDLE).toString()));
        run(unpack.toArray(String[]::new));
        // The process in the image is another user's, who has to get this far.
        for (Path step : List.of(folder, folder.resolve(BUNDLE))) {
            Files.setPosixFilePermissions(step, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        JsonNode config = new ObjectMapper()
                .readTree(folder.resolve(BUNDLE).resolve("config.json").toFile());
        return new UnpackedImage(folder, config.path("process"));
    }

    /**
     * Builds the same program once more, without an AOT cache.
     *
     * @param folder an empty folder
     * @return the digests of the layers, from the base up
     */
    static List<String> layersOfAnotherBuild(Path folder) throws IOException, InterruptedException {
        Path built = folder.resolve("built");
        run("../image/build", "--no-maven", "--no-aot", "--output-dir", built.toString());
        layout(built, folder.resolve(LAYOUT));
        return layers(folder.resolve(LAYOUT));
    }

    /** The digests of its layers, from the base up; the last one has the AOT cache. */
    List<String> layers() throws IOException {
        return layers(folder.resolve(LAYOUT));
    }

    private static List<String> layers(Path layout) throws IOException {
        ObjectMapper json = new ObjectMapper();
        String manifest = json.readTree(layout.resolve("index.json").toFile())
                .at("/manifests/0/digest")
                .asText();
        List<String> layers = new ArrayList<>();
        json.readTree(layout.resolve("blobs")
                        .resolve(manifest.replace(':', '/'))
                        .toFile())
                .path("layers")
                .forEach(layer -> layers.add(layer.path("digest").asText()));
        return layers;
    }

    private static void layout(Path built, Path layout) throws IOException, InterruptedException {
        Files.createDirectory(layout);
        run("tar", "-xf", archive(built).toString(), "-C", layout.toString());
    }

    /** The SBOM beside the archive. */
    static JsonNode bill() throws IOException {
        String archive = archive(BUILT).getFileName().toString();
        return new ObjectMapper()
                .readTree(
                        BUILT.resolve(archive.replace(".oci.tar", ".cdx.json")).toFile());
    }

    /** The root of its file system. */
    Path root() {
        return folder.resolve(BUNDLE).resolve("rootfs");
    }

    /** Makes a folder with these files, which the image's user alone can read. */
    Path folder(String name, Map<String, String> files) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path written = Files.writeString(made.resolve(file.getKey()), file.getValue());
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
            if (isRoot()) {
                Files.setOwner(
                        written,
                        written.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(uid()));
            }
        }
        return made;
    }

    /**
     * The command that starts what the image's configuration says, as its user, without any capability, on a root file
     * system that cannot be written, with nothing but /tmp that can.
     *
     * @param mounted a folder that it sees as {@code /tmp/mounted}, and cannot write either
     * @param environment variables beside those of the configuration
     * @param arguments what a pod's {@code args} would be
     */
    List<String> command(Path mounted, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + uid(), "--regid=" + gid(), "--clear-groups"));
            command.addAll(List.of("--bounding-set=-all", "--no-new-privs"));
        }
        command.addAll(List.of("bwrap", "--unshare-user", "--uid", uid(), "--gid", gid(), "--cap-drop", "ALL"));
        command.addAll(List.of("--die-with-parent", "--clearenv"));
        command.addAll(List.of("--ro-bind", root().toString(), "/", "--dev", "/dev", "--proc", "/proc"));
        command.addAll(List.of("--tmpfs", "/tmp", "--ro-bind", mounted.toString(), "/tmp/mounted"));
        command.addAll(List.of("--chdir", process.path("cwd").asText()));
        process.path("env").forEach(variable -> command.addAll(setting(variable.asText())));
        environment.forEach((name, value) -> command.addAll(setting(name + "=" + value)));
        process.path("args").forEach(argument -> command.add(argument.asText()));
        command.addAll(arguments);
        return command;
    }

    /** The user whom the machine sees, outside of what the process sees. */
    String userOfTheProcess() throws IOException {
        return isRoot() ? uid() : Files.getAttribute(folder, "unix:uid").toString();
    }

    private String uid() {
        return process.at("/user/uid").asText();
    }

    private String gid() {
        return process.at("/user/gid").asText();
    }

    private static List<String> setting(String variable) {
        int equals = variable.indexOf('=');
        return List.of("--setenv", variable.substring(0, equals), variable.substring(equals + 1));
    }

    private static Path archive(Path built) throws IOException {
        String suffix = "-linux-" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64") + ".oci.tar";
        assertThat(built).as("image/build writes the image that this test runs").isDirectory();
        try (Stream<Path> files = Files.list(built)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .max(Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> new AssertionError("image/build writes the image that this test runs"));
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("unpack", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", String.join(" ", command), Files.readString(said))
                .isTrue();
        Files.delete(said);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }
}
