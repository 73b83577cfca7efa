/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "dev.opencomputer.operator";

    @ArchTest
    static final ArchRule arrowsBetweenPackagesPointDownwards = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy(ROOT + ".cli..")
            .layer("dev")
            .definedBy(ROOT + ".dev..")
            .layer("facade")
            .definedBy(ROOT + ".facade..")
            .layer("report")
            .definedBy(ROOT + ".report..")
            .layer("uninstall")
            .definedBy(ROOT + ".uninstall..")
            .layer("controller")
            .definedBy(ROOT + ".controller..")
            .layer("local")
            .definedBy(ROOT + ".local..")
            .layer("opencomputer")
            .definedBy(ROOT + ".opencomputer..")
            .layer("wire")
            .definedBy(ROOT + ".wire..")
            .layer("transport")
            .definedBy(ROOT + ".transport..")
            .layer("seal")
            .definedBy(ROOT + ".seal..")
            .layer("files")
            .definedBy(ROOT + ".files..")
            .layer("manifest")
            .definedBy(ROOT + ".manifest..")
            .layer("api")
            .definedBy(ROOT + ".api..")
            .layer("monitoring")
            .definedBy(ROOT + ".monitoring..")
            .layer("tracing")
            .definedBy(ROOT + ".tracing..")
            .layer("logging")
            .definedBy(ROOT + ".logging..")
            .whereLayer("dev")
            .mayOnlyAccessLayers("local", "controller", "facade", "api")
            .whereLayer("facade")
            .mayOnlyAccessLayers("api", "wire", "seal", "files", "transport", "monitoring", "tracing", "logging")
            .whereLayer("report")
            .mayOnlyAccessLayers("api")
            .whereLayer("uninstall")
            .mayOnlyAccessLayers("api")
            .whereLayer("controller")
            .mayOnlyAccessLayers("api", "opencomputer", "seal", "transport", "monitoring", "tracing", "logging")
            .whereLayer("local")
            .mayOnlyAccessLayers("wire", "files")
            .whereLayer("opencomputer")
            .mayOnlyAccessLayers("wire", "transport", "logging")
            .whereLayer("wire")
            .mayNotAccessAnyLayer()
            .whereLayer("transport")
            .mayNotAccessAnyLayer()
            .whereLayer("seal")
            .mayNotAccessAnyLayer()
            .whereLayer("manifest")
            .mayOnlyAccessLayers("api", "seal", "files")
            .whereLayer("files")
            .mayNotAccessAnyLayer()
            .whereLayer("api")
            .mayNotAccessAnyLayer()
            .whereLayer("monitoring")
            .mayNotAccessAnyLayer()
            .whereLayer("tracing")
            .mayNotAccessAnyLayer()
            .whereLayer("logging")
            .mayNotAccessAnyLayer()
            .because(
                    "each package has one reason to change. Move the class to the package whose job it does, or let the"
                            + " upper package hand in what the lower one needs; CONTRIBUTING.md has the map");

    @ArchTest
    static final ArchRule packagesFormNoCycles = slices().matching(ROOT + ".(**)")
            .should()
            .beFreeOfCycles()
            .because(
                    "two packages that need each other are one. Move what both need to the lower of them, or merge them");
}
