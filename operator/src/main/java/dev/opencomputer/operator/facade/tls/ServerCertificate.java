/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.facade.tls;

import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key as their files say. The files are looked at from time to time, whatever way they change: a mounted
 * Secret is replaced by another symbolic link. A pair that cannot be used leaves the former in place.
 */
public final class ServerCertificate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

    private final TlsFiles files;
    private final Clock clock;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "facade-certificate");
        thread.setDaemon(true);
        return thread;
    });
    private PemPair.Content content;
    private String obstacle = "";
    private String told = "";
    private volatile PemPair pair;
    private volatile User user = unused -> {};

    /** Shows the certificate to clients. */
    @FunctionalInterface
    public interface User {
        /**
         * Takes a new pair into use.
         *
         * @param keys certificate and key, without a password
         * @throws Exception when it cannot, and goes on with the former
         */
        void take(KeyStore keys) throws Exception;
    }

    /**
     * Reads the files.
     *
     * @throws UnusableCertificateException when they cannot be used
     */
    public ServerCertificate(TlsFiles files) throws UnusableCertificateException {
        this(files, Clock.systemUTC());
    }

    ServerCertificate(TlsFiles files, Clock clock) throws UnusableCertificateException {
        this.files = files;
        this.clock = clock;
        this.content = PemPair.Content.of(files);
        this.pair = PemPair.of(content, files);
        warnOfItsTimes();
    }

    /** Certificate and key of now, without a password. */
    public KeyStore keyStore() {
        return pair.keyStore();
    }

    /** When the first certificate of the chain ends. */
    public Instant notAfter() {
        return pair.notAfter();
    }

    /**
     * Looks at the files until closed.
     *
     * @param newUser gets the new pair when there is one
     */
    public void follow(User newUser) {
        user = newUser;
        Future<?> unused = looking.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Reads the files, and hands on what is new in them. */
    void look() {
        Optional<PemPair> next = Optional.empty();
        String trouble = "";
        try {
            PemPair.Content now = PemPair.Content.of(files);
            if (!now.equals(content)) {
                next = Optional.of(PemPair.of(now, files));
                content = now;
            }
        } catch (UnusableCertificateException e) {
            trouble = e.getMessage();
        } catch (RuntimeException e) {
            trouble = "a fault of the facade: " + e.getClass().getSimpleName();
        }
        tell(trouble);
        next.ifPresent(this::use);
    }

    private void use(PemPair next) {
        try {
            user.take(next.keyStore());
        } catch (Exception e) {
            LOG.error("The new certificate could not be taken into use, and the former stays: {}", e.toString());
            return;
        }
        pair = next;
        LOG.info("The certificate in {} was read again; it ends at {}", files.certificate(), next.notAfter());
        warnOfItsTimes();
    }

    /** Of what is still so at a second look: files that are written one after the other are wrong for a moment. */
    private void tell(String trouble) {
        if (!trouble.isEmpty() && trouble.equals(obstacle) && !trouble.equals(told)) {
            LOG.error("The new certificate cannot be used, and the former stays: {}", trouble);
            told = trouble;
        } else if (trouble.isEmpty()) {
            told = "";
        }
        obstacle = trouble;
    }

    private void warnOfItsTimes() {
        Instant now = clock.instant();
        if (now.isAfter(pair.notAfter())) {
            LOG.warn(
                    "The certificate in {} has ended at {}; clients will refuse it",
                    files.certificate(),
                    pair.notAfter());
        } else if (now.isBefore(pair.notBefore())) {
            LOG.warn("The certificate in {} holds only from {} on", files.certificate(), pair.notBefore());
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
