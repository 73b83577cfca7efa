/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.controller.policy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy in a file that is looked at again and again, such as one of a mounted ConfigMap. While it is wrong, the last
 * good one holds. One that is mounted is exchanged at one stroke, so that no half of it is ever read.
 */
public final class PolicyFile implements Policies, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);

    /** How often the file is looked at; a kubelet takes longer than that to bring a changed ConfigMap. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Path file;
    private final List<BiConsumer<Policy, Policy>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "opencomputer-policy");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Policy present;
    private volatile Optional<String> problem = Optional.empty();

    private PolicyFile(Path file, Policy first) {
        this.file = file;
        this.present = first;
    }

    /**
     * Reads a file that has to be right.
     *
     * @param file the file
     * @return the policy in it, which is followed once {@link #keepLooking} is called
     * @throws WrongPolicyException when it cannot be read or is wrong; the message is a sentence that names the file
     */
    public static PolicyFile open(Path file) throws WrongPolicyException {
        return new PolicyFile(file, read(file));
    }

    @Override
    public Runnable onChange(BiConsumer<Policy, Policy> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Begins to follow the file. */
    public void keepLooking() {
        // It ends with its executor, and fails never: look() sees to that.
        Future<?> unused = looking.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Policy present() {
        return present;
    }

    @Override
    public Optional<String> problem() {
        return problem;
    }

    /** Looks at the file once. */
    void look() {
        Policy read;
        try {
            read = read(file);
        } catch (WrongPolicyException wrong) {
            if (!problem.equals(Optional.of(wrong.getMessage()))) {
                LOG.error("{} The policy from before still holds.", wrong.getMessage());
            }
            problem = Optional.of(wrong.getMessage());
            return;
        }
        boolean mended = problem.isPresent();
        problem = Optional.empty();
        Policy former = present;
        if (!read.equals(former)) {
            present = read;
            LOG.info("The policy in {} has changed, and holds from now on", file);
            listeners.forEach(listener -> tell(listener, former, read));
        } else if (mended) {
            LOG.info("The policy in {} is right again", file);
        }
    }

    private static void tell(BiConsumer<Policy, Policy> listener, Policy former, Policy now) {
        try {
            listener.accept(former, now);
        } catch (RuntimeException e) {
            LOG.error("What follows from a change of the policy could not be done; the routine checks will do it", e);
        }
    }

    private static Policy read(Path file) throws WrongPolicyException {
        try {
            return PolicyReading.read(Files.readString(file));
        } catch (WrongPolicyException wrong) {
            throw new WrongPolicyException("The policy in " + file + " cannot be used: " + wrong.getMessage() + ".");
        } catch (NoSuchFileException missing) {
            throw new WrongPolicyException("There is no policy file " + file
                    + ". Put it there, or leave out --policy-file for a cluster without a policy.");
        } catch (CharacterCodingException noText) {
            throw new WrongPolicyException("The policy in " + file + " cannot be used: it is no text in UTF-8.");
        } catch (IOException problem) {
            throw new WrongPolicyException("The policy file " + file + " cannot be read: "
                    + problem.getClass().getSimpleName() + ". Check its permissions.");
        } catch (RuntimeException unknown) {
            // Of the parser's own, perhaps: if it went further, the file would be followed no more, and nobody told.
            throw new WrongPolicyException("The policy in " + file + " cannot be used: reading it failed with "
                    + unknown.getClass().getSimpleName() + ". Look at what was changed in it last.");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
