/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.gitops;

/** What puts objects into a cluster and would put a change of them back, or lose it with its next run. */
enum Tool {
    ARGO_CD("Argo CD", "Application", "change it in the source that the Application is synced from"),
    FLUX_KUSTOMIZATION("Flux", "Kustomization", "change it in the source that the Kustomization applies"),
    FLUX_HELM_RELEASE("Flux", "HelmRelease", "change it in the HelmRelease's values or in its chart"),
    HELM("Helm", "release", "change it in the release's values or in its chart, and upgrade the release");

    private final String title;
    private final String unit;
    private final String remedy;

    Tool(String title, String unit, String remedy) {
        this.title = title;
        this.unit = unit;
        this.remedy = remedy;
    }

    /** What people call it. */
    String title() {
        return title;
    }

    /** What it calls the things that objects belong to. */
    String unit() {
        return unit;
    }

    /** Where to make a change instead. */
    String remedy() {
        return remedy;
    }
}
