/* SPDX-License-Identifier: Apache-2.0 */
package dev.opencomputer.operator.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The file with everything in it. A write is on disk when {@link #write} returns; writes that arrive together share
 * one commit and one file synchronisation.
 */
final class Database implements AutoCloseable {

    /** Goes up with each change of the layout that an older program would read wrongly. */
    static final int FORMAT = 1;

    /**
     * Each commit leaves a little-filled chunk behind; without a look after them now and then the file grows without
     * end. The library's own background thread is off, because it could commit half of a write.
     */
    private static final int WRITES_BETWEEN_COMPACTIONS = 512;

    /** A write brings each page that it touches to disk anew, so small pages keep writes small. */
    private static final int PAGE_BYTES = 4096;

    private static final int COMPACTION_BYTES = 4 * 1024 * 1024;

    private static final JsonMapper RECORDS =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private final Path file;
    private final MVStore store;
    private final ReentrantLock state = new ReentrantLock();
    private final ReentrantLock disk = new ReentrantLock();
    private long changes;
    private long changesOnDisk;

    private Database(Path file, MVStore store) {
        this.file = file;
        this.store = store;
    }

    /**
     * Opens or makes the file and locks it for this process.
     *
     * @param file where it is
     * @return the database
     * @throws LocalServerException when another process has it open, when it was written by a newer version, or when
     *     it is damaged
     */
    static Database open(Path file) {
        CleanEnd.check(file);
        MVStore store;
        try {
            store = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .pageSplitSize(PAGE_BYTES)
                    .open();
            // Nothing that is on disk is written over before what replaces it is on disk as well (see bringToDisk).
            store.setRetentionTime(0);
        } catch (MVStoreException e) {
            throw new LocalServerException(DatabaseTrouble.onOpening(file, e), e);
        }
        if (store.getStoreVersion() > FORMAT) {
            int found = store.getStoreVersion();
            store.closeImmediately();
            CleanEnd.remember(file);
            throw new LocalServerException(DatabaseTrouble.newer(file, "format " + found));
        }
        Database database = new Database(file, store);
        if (store.getStoreVersion() < FORMAT) {
            database.write(() -> {
                store.setStoreVersion(FORMAT);
                return FORMAT;
            });
        }
        return database;
    }

    /** A map of texts, sorted by key; keep to {@link #read} and {@link #write} when using it. */
    MVMap<String, String> map(String name) {
        return store.openMap(name);
    }

    /** A record as it is kept in a map. */
    static String toText(Object stored) {
        try {
            return RECORDS.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record could not be written", e);
        }
    }

    /** A record as it was kept in a map. */
    static <T> T fromText(String text, Class<T> type) {
        try {
            // A damaged page can lack what another one names.
            return RECORDS.readValue(Objects.requireNonNullElse(text, ""), type);
        } catch (JsonProcessingException e) {
            throw new LocalServerException("The database is damaged: what should be a " + type.getSimpleName()
                    + " can't be read; put a copy of the data folder back, or begin anew with another --data-dir");
        }
    }

    /** Runs a question while nothing changes. */
    <T> T read(Supplier<T> question) {
        state.lock();
        try {
            return question.get();
        } finally {
            state.unlock();
        }
    }

    /**
     * Carries out a change, all of it or, when the process ends, nothing; returns once it is on disk. Inside another
     * write it becomes a part of that. A change that throws must not have written anything yet.
     */
    <T> T write(Supplier<T> change) {
        if (state.isHeldByCurrentThread()) {
            return change.get();
        }
        long mine;
        T result;
        state.lock();
        try {
            result = change.get();
            mine = ++changes;
        } finally {
            state.unlock();
        }
        bringToDisk(mine);
        return result;
    }

    private void bringToDisk(long change) {
        disk.lock();
        try {
            if (changesOnDisk >= change) {
                return;
            }
            long committed;
            state.lock();
            try {
                store.commit();
                committed = changes;
            } finally {
                state.unlock();
            }
            store.sync();
            if (committed / WRITES_BETWEEN_COMPACTIONS > changesOnDisk / WRITES_BETWEEN_COMPACTIONS) {
                compact();
            }
            changesOnDisk = committed;
        } finally {
            disk.unlock();
        }
    }

    private void compact() {
        state.lock();
        try {
            store.compact(50, COMPACTION_BYTES);
        } finally {
            state.unlock();
        }
    }

    /** Ends cleanly; what was acknowledged is on disk with or without it. */
    @Override
    public void close() {
        disk.lock();
        state.lock();
        try {
            store.close();
            CleanEnd.remember(file);
        } finally {
            state.unlock();
            disk.unlock();
        }
    }
}
