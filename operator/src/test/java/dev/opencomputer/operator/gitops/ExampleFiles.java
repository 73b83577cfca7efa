/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.gitops;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The objects in the folders of examples for Argo CD and Flux. */
final class ExampleFiles {

    static final Path FOLDER = Path.of("..", "examples");
    static final Path ARGOCD_CM = FOLDER.resolve(Path.of("argocd", "argocd-cm.yaml"));

    private ExampleFiles() {}

    /** All objects in a folder's own files, those in its subfolders not. */
    static List<GenericKubernetesResource> in(String folder) throws IOException {
        List<Path> yaml;
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            yaml = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        StringBuilder text = new StringBuilder();
        for (Path file : yaml) {
            text.append("---\n").append(Files.readString(file));
        }
        return parse(text.toString());
    }

    /** The one object of a kind and name in a folder. */
    static GenericKubernetesResource one(String folder, String kind, String name) throws IOException {
        return in(folder).stream()
                .filter(object -> object.getKind().equals(kind)
                        && object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The objects of a text of several documents. */
    static List<GenericKubernetesResource> parse(String yaml) {
        return Arrays.stream(yaml.split("(?m)^---$"))
                .filter(document -> document.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .toList();
    }
}
