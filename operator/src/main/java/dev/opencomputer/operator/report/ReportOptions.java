/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.report;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * What a report covers.
 *
 * @param version this program's version, as people read it
 * @param operatorNamespace the operator's own namespace
 * @param namespaces the namespaces whose objects are covered; empty for all
 * @param metricsUrls where metrics are read beside those of the operator's pods
 * @param logLines how many of a container's last log lines are taken, 0 for none
 */
public record ReportOptions(
        String version, String operatorNamespace, Set<String> namespaces, List<URI> metricsUrls, int logLines) {}
