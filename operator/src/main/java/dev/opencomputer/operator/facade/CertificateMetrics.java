/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade;

import dev.opencomputer.operator.facade.tls.ServerCertificate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Tells when the certificate ends, so that somebody can be told in time. */
final class CertificateMetrics {

    private CertificateMetrics() {}

    static void register(MeterRegistry registry, Optional<ServerCertificate> certificate) {
        Gauge.builder(
                        "opencomputer.facade.certificate.expiry.timestamp",
                        () -> certificate
                                .<Number>map(shown -> shown.notAfter().getEpochSecond())
                                .orElse(Double.NaN))
                .description("When the certificate that the facade shows ends, since 1970; NaN without TLS")
                .baseUnit("seconds")
                .register(registry);
    }
}
